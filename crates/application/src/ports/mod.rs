//! What the use cases need from the outside.

mod blobs;
mod bus;
mod clock;
mod external;
mod ids;
mod limits;
mod mail;
mod passwords;
mod pictures;
mod presence;
mod queue;
mod sealer;
mod sms;
mod tickets;
mod tokens;
mod totp;

pub use blobs::{BlobKey, BlobReader, BlobWriter, Blobs};
pub use bus::{Bus, ChangedMessage, CursorMoved, NewMessages, Push, Subscriber, Typing};
pub use clock::Clock;
pub use external::{ExternalClaims, ExternalTokens};
pub use ids::{Ids, IdsExt};
pub use limits::{Budget, RateLimiter, Subject, TooFast};
pub use mail::{Mail, MailFailure, Mailer};
pub use passwords::{PasswordHash, Passwords, Verdict};
pub use pictures::{AvatarPictures, Pictures};
pub use presence::Presence;
pub use queue::{BatchHandler, CursorMove, MessageQueue, QueueFull, Submission};
pub use sealer::Sealer;
pub use sms::{Sms, SmsGateway};
pub use tickets::Tickets;
pub use tokens::{AccessClaims, RefreshToken, Tokens};
pub use totp::Totp;

/// A failure behind a port, already stripped of what a user must not see. The source is for the log.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// Cannot be reached, times out, is locked: the same call may succeed later.
    #[error("unavailable")]
    Unavailable(#[source] Source),
    /// Two transactions got in each other's way; running it again resolves it.
    #[error("conflict with another transaction")]
    Contention(#[source] Source),
    /// A bounded queue is full; nothing was done.
    #[error("too much at a time")]
    Busy,
    /// A unique key is taken.
    #[error("already there")]
    Duplicate,
    /// Refused for good, or not understood.
    #[error("refused")]
    Refused(#[source] Source),
    /// What was stored does not make sense.
    #[error("corrupt: {0}")]
    Corrupt(&'static str),
}

/// Where a [`PortError`] came from.
pub type Source = Box<dyn std::error::Error + Send + Sync>;

impl PortError {
    /// Whether trying again can help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::Contention(_) | Self::Busy)
    }
}
