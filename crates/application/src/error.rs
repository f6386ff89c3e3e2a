use kamachat_domain::{
    Fault, Kind, Timestamp,
    accounts::{AccountError, AvatarError, CodeError, ExportError, MailError, SecondFactorError},
    admin::ReportError,
    contacts::{ContactError, FriendRequestError},
    groups::GroupError,
    messages::{Denied, MessageError},
    page::InvalidLimit,
    search::SearchError,
};

use crate::ports::{PortError, TooFast};

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a use case did not do what was asked. A port's failure never shows its source to a user.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Account(#[from] AccountError),
    #[error(transparent)]
    SecondFactor(#[from] SecondFactorError),
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error(transparent)]
    Avatar(#[from] AvatarError),
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error(transparent)]
    Code(#[from] CodeError),
    #[error(transparent)]
    FriendRequest(#[from] FriendRequestError),
    #[error(transparent)]
    Contact(#[from] ContactError),
    #[error(transparent)]
    Message(#[from] MessageError),
    #[error(transparent)]
    Group(#[from] GroupError),
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error(transparent)]
    Report(#[from] ReportError),
    #[error(transparent)]
    Limit(#[from] InvalidLimit),
    /// Absent or not the actor's; both look the same.
    #[error("not found")]
    NotFound,
    /// No valid proof of who is calling.
    #[error("sign in first")]
    Unauthenticated,
    /// A direct chat needs a friendship first.
    #[error("you are not contacts yet")]
    NotContacts,
    /// A queue is full; nothing was done.
    #[error("the server is busy; try again shortly")]
    Busy,
    /// A budget is used up; nothing was done.
    #[error(transparent)]
    TooFast(#[from] TooFast),
    #[error("something went wrong on the server")]
    Port(#[from] PortError),
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Message(error) => error.into(),
            Denied::Group(error) => error.into(),
        }
    }
}

impl Fault for Error {
    fn code(&self) -> &'static str {
        match self {
            Self::Account(e) => e.code(),
            Self::SecondFactor(e) => e.code(),
            Self::Mail(e) => e.code(),
            Self::Avatar(e) => e.code(),
            Self::Export(e) => e.code(),
            Self::Code(e) => e.code(),
            Self::FriendRequest(e) => e.code(),
            Self::Contact(e) => e.code(),
            Self::Message(e) => e.code(),
            Self::Group(e) => e.code(),
            Self::Search(e) => e.code(),
            Self::Report(e) => e.code(),
            Self::Limit(e) => e.code(),
            Self::NotFound => "not_found",
            Self::Unauthenticated => "auth.unauthenticated",
            Self::NotContacts => "conversation.not_contacts",
            Self::Busy | Self::Port(PortError::Busy) => "busy",
            Self::TooFast(_) => "too_many_requests",
            Self::Port(PortError::Unavailable(_)) => "unavailable",
            Self::Port(_) => "internal",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Account(e) => e.kind(),
            Self::SecondFactor(e) => e.kind(),
            Self::Mail(e) => e.kind(),
            Self::Avatar(e) => e.kind(),
            Self::Export(e) => e.kind(),
            Self::Code(e) => e.kind(),
            Self::FriendRequest(e) => e.kind(),
            Self::Contact(e) => e.kind(),
            Self::Message(e) => e.kind(),
            Self::Group(e) => e.kind(),
            Self::Search(e) => e.kind(),
            Self::Report(e) => e.kind(),
            Self::Limit(e) => e.kind(),
            Self::NotFound => Kind::NotFound,
            Self::Unauthenticated => Kind::Unauthenticated,
            Self::NotContacts => Kind::Forbidden,
            Self::TooFast(_) => Kind::TooMany,
            Self::Busy | Self::Port(PortError::Busy | PortError::Unavailable(_)) => Kind::Unavailable,
            Self::Port(_) => Kind::Internal,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Account(e) => e.field(),
            Self::SecondFactor(e) => e.field(),
            Self::Mail(e) => e.field(),
            Self::Code(e) => e.field(),
            Self::FriendRequest(e) => e.field(),
            Self::Contact(e) => e.field(),
            Self::Group(e) => e.field(),
            Self::Search(e) => e.field(),
            Self::Report(e) => e.field(),
            Self::Limit(e) => e.field(),
            _ => None,
        }
    }
}

impl Error {
    /// How long to wait before the same call may succeed, in seconds.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooFast(too_fast) => Some(too_fast.seconds()),
            Self::SecondFactor(SecondFactorError::Delayed { seconds })
            | Self::Export(ExportError::TooSoon { seconds }) => Some(*seconds),
            Self::Message(error) => error.retry_after(),
            _ => (self.kind() == Kind::Unavailable).then_some(1),
        }
    }

    /// When the account that somebody just proved to own is erased.
    #[must_use]
    pub fn erases_at(&self) -> Option<Timestamp> {
        match self {
            Self::Account(AccountError::DeletionPending { erases_at }) => Some(*erases_at),
            _ => None,
        }
    }
}
