use crate::{Fault, Kind};

/// Why a friend request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FriendRequestError {
    /// Nobody befriends himself.
    #[error("you cannot add yourself")]
    ToSelf,
    /// Nothing left to ask for.
    #[error("you are contacts already")]
    AlreadyContacts,
    /// The earlier request is still open.
    #[error("your request is still open")]
    Pending,
    /// Accepted, refused, withdrawn or expired before.
    #[error("this request was decided before")]
    Decided,
    /// The other one chose so.
    #[error("this person takes no friend requests")]
    NotWanted,
    /// A note has at most 200 characters.
    #[error("a note has at most 200 characters and no control characters")]
    NoteInvalid,
}

impl Fault for FriendRequestError {
    fn code(&self) -> &'static str {
        match self {
            Self::ToSelf => "friend_request.to_self",
            Self::AlreadyContacts => "friend_request.already_contacts",
            Self::Pending => "friend_request.pending",
            Self::Decided => "friend_request.decided",
            Self::NotWanted => "friend_request.not_wanted",
            Self::NoteInvalid => "friend_request.note_invalid",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::ToSelf | Self::NoteInvalid => Kind::Invalid,
            Self::AlreadyContacts | Self::Pending | Self::Decided => Kind::Conflict,
            Self::NotWanted => Kind::Forbidden,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::ToSelf => Some("user_id"),
            Self::NoteInvalid => Some("note"),
            _ => None,
        }
    }
}
