use crate::{Fault, Kind};

/// Why something that needs a mail or a link of one is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The server sends no mail.
    #[error("this server sends no e-mail")]
    Off,
    /// Unknown, expired, used, or replaced by a later one; says nothing about which.
    #[error("this link is not valid (any more)")]
    LinkInvalid,
    /// The account has no address.
    #[error("there is no e-mail address to verify")]
    NoAddress,
    /// The account has this address and it is verified.
    #[error("this e-mail address is verified already")]
    AlreadyVerified,
}

impl Fault for MailError {
    fn code(&self) -> &'static str {
        match self {
            Self::Off => "mail.off",
            Self::LinkInvalid => "mail.link_invalid",
            Self::NoAddress => "account.email_missing",
            Self::AlreadyVerified => "account.email_verified",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Off | Self::LinkInvalid => Kind::Forbidden,
            Self::NoAddress | Self::AlreadyVerified => Kind::Conflict,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::LinkInvalid => Some("token"),
            Self::NoAddress | Self::AlreadyVerified => Some("email"),
            Self::Off => None,
        }
    }
}
