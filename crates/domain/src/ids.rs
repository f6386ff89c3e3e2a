//! Identifiers. Each is a UUID (version 7 where the server makes it), so that ids of different things cannot
//! be mixed up and new rows append to an index. An id is not a right: access is checked by membership.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is no UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid id")]
pub struct InvalidId;

macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = "uuid"))]
        pub struct $name(Uuid);

        impl $name {
            /// The id as a UUID.
            #[must_use]
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(value: Uuid) -> Self {
                Self(value)
            }
        }

        impl From<$name> for Uuid {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Uuid::try_parse(text).map(Self).map_err(|_| InvalidId)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )+};
}

typed_ids! {
    /// A person, bot or the system itself.
    AccountId,
    /// One sign-in on one device; its row is the truth about whether tokens are still good.
    SessionId,
    /// A direct chat, a group or a channel. A group's id is its conversation's id.
    ConversationId,
    /// A stored message, made by the server.
    MessageId,
    /// A message as its sender's device names it; the key of idempotency within (conversation, sender).
    ClientMsgId,
    /// A request to become contacts.
    FriendRequestId,
    /// A code that lets people register.
    RegistrationInviteId,
    /// Work that is done beside the requests.
    JobId,
    /// A link in a mail.
    EmailProofId,
    /// One version of somebody's picture; a new picture has a new id.
    AvatarId,
    /// An archive of everything that an account may see.
    ExportId,
    /// A code that was sent to a phone number.
    CodeChallengeId,
    /// Somebody's wish to become a member of a group.
    GroupRequestId,
    /// A link that lets people into a group.
    GroupInviteId,
    /// What somebody told whoever runs the server about.
    ReportId,
}
