use async_trait::async_trait;
use bytes::Bytes;
use kamachat_domain::accounts::{AvatarError, AvatarSize};

use super::PortError;

/// A picture in each size, as JPEG.
pub type AvatarPictures = Vec<(AvatarSize, Bytes)>;

/// Works on pictures that somebody sent. What comes out was drawn anew: nothing of the file that was sent is in
/// it but its pixels.
#[async_trait]
pub trait Pictures: Send + Sync {
    /// The middle square of a picture in each size, the right way up. Runs beside the message path on few
    /// threads; beyond a bounded queue it answers [`PortError::Busy`] at once.
    async fn avatar(&self, picture: Bytes) -> Result<Result<AvatarPictures, AvatarError>, PortError>;
}
