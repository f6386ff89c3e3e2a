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
    /// Nobody answered in time.
    #[error("this request is over; nobody answered it in time")]
    Expired,
    /// The sender keeps the other one away himself.
    #[error("you block this person")]
    Blocked,
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
            Self::Expired => "friend_request.expired",
            Self::Blocked => "friend_request.blocked",
            Self::NotWanted => "friend_request.not_wanted",
            Self::NoteInvalid => "friend_request.note_invalid",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::ToSelf | Self::NoteInvalid => Kind::Invalid,
            Self::AlreadyContacts | Self::Pending | Self::Decided | Self::Expired | Self::Blocked => {
                Kind::Conflict
            }
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

/// Why a contact or a block is not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    /// Nobody blocks himself.
    #[error("that is you")]
    Myself,
    /// A remark has 1 to 64 characters.
    #[error("a remark has 1 to 64 characters and no control characters")]
    RemarkInvalid,
    /// A tag has 1 to 24 characters.
    #[error("a tag has 1 to 24 characters and no control characters")]
    TagInvalid,
    /// More than [`Tags::MAX`](super::Tags::MAX).
    #[error("a contact has at most 10 tags")]
    TooManyTags,
}

impl Fault for ContactError {
    fn code(&self) -> &'static str {
        match self {
            Self::Myself => "contact.myself",
            Self::RemarkInvalid => "contact.remark_invalid",
            Self::TagInvalid => "contact.tag_invalid",
            Self::TooManyTags => "contact.too_many_tags",
        }
    }

    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Myself => None,
            Self::RemarkInvalid => Some("remark"),
            Self::TagInvalid | Self::TooManyTags => Some("tags"),
        }
    }
}
