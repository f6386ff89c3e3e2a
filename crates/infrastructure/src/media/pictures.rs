use std::panic::{AssertUnwindSafe, catch_unwind};

use async_trait::async_trait;
use bytes::Bytes;
use kamachat_application::ports::{AvatarPictures, Pictures, PortError};
use kamachat_domain::accounts::AvatarError;

use super::avatar;
use crate::bounded::Bounded;

/// Pictures that wait, each with its file in memory.
const WAITING: usize = 16;

/// Pure Rust decoders. One picture at a time: the largest takes some hundred megabytes while it is read.
#[derive(Debug)]
pub struct ImagePictures {
    work: Bounded,
}

impl ImagePictures {
    /// With one worker.
    #[must_use]
    pub fn new() -> Self {
        Self { work: Bounded::new(1, WAITING) }
    }
}

impl Default for ImagePictures {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Pictures for ImagePictures {
    async fn avatar(&self, picture: Bytes) -> Result<Result<AvatarPictures, AvatarError>, PortError> {
        // A file that trips a decoder up is a bad file and no reason to say that the server is broken.
        let work = move || {
            let squares = catch_unwind(AssertUnwindSafe(|| avatar::squares(&picture)));
            squares.unwrap_or(Err(AvatarError::Unreadable))
        };
        self.work.run(work).await
    }
}
