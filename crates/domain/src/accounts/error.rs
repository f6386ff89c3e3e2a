use crate::{Fault, Kind, Timestamp};

/// Why something about an account or a session is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    /// 3 to 32 of a–z, A–Z, 0–9, `_`, `.`, `-`, beginning with a letter or digit.
    #[error(
        "a user name has 3 to 32 letters, digits, dots, dashes or underscores and starts with a letter or digit"
    )]
    UsernameInvalid,
    /// Another account has this name (names are compared without case).
    #[error("this user name is taken")]
    UsernameTaken,
    /// Not an address.
    #[error("this is not an e-mail address")]
    EmailInvalid,
    /// Another account has this address, verified.
    #[error("this e-mail address is taken")]
    EmailTaken,
    /// 1 to 32 characters without control characters.
    #[error("a nickname has 1 to 32 characters and no control characters")]
    NicknameInvalid,
    /// 1 to 120 characters without control characters.
    #[error("a signature has at most 120 characters and no control characters")]
    SignatureInvalid,
    /// 1 to 60 characters without control characters.
    #[error("a status has at most 60 characters and no control characters")]
    StatusTextInvalid,
    /// No day, before 1900 or in the future.
    #[error("a birthday is a day from 1900 on, as YYYY-MM-DD")]
    BirthdayInvalid,
    /// Shorter than 8 characters.
    #[error("a password has at least 8 characters")]
    PasswordTooShort,
    /// Longer than 128 characters.
    #[error("a password has at most 128 characters")]
    PasswordTooLong,
    /// A new account needs one.
    #[error("a new account needs a password")]
    PasswordRequired,
    /// Easily guessed: fewer than a million tries.
    #[error("this password is easily guessed; add some words")]
    PasswordTooWeak,
    /// On lists of passwords that many people use, a plain word, or a name of its owner.
    #[error("this password is a common one; choose another")]
    PasswordTooCommon,
    /// Not the password of the account whose session this is.
    #[error("this is not your current password")]
    WrongPassword,
    /// 1 to 64 characters without control characters.
    #[error("the name of a device has 1 to 64 characters and no control characters")]
    DeviceNameInvalid,
    /// Name and password do not belong together; says nothing about which of the two is wrong.
    #[error("wrong name or password")]
    WrongCredentials,
    /// The first account of a server that is not bound to loopback needs the set-up code.
    #[error("the first account needs the set-up code that the server printed")]
    SetupCodeRequired,
    /// Not the code that the server printed.
    #[error("this is not the set-up code that the server printed")]
    SetupCodeWrong,
    /// The operator makes the accounts of this server.
    #[error("this server takes no registrations")]
    RegistrationClosed,
    /// Registration takes a code, and there is none.
    #[error("registration on this server needs an invite code")]
    InviteRequired,
    /// Unknown, expired or used up; says nothing about which.
    #[error("this invite code is not valid (any more)")]
    InviteInvalid,
    /// A code for nobody, for everybody, or for ever.
    #[error("an invite code is for 1 to 1000 accounts and 1 to 365 days")]
    InviteTermsInvalid,
    /// Everything was right, but its owner asked for it to be erased.
    #[error("this account is erased at {erases_at}; sign in with `restore` to keep it")]
    DeletionPending { erases_at: Timestamp },
    /// Somebody has to run the server.
    #[error("the last administrator cannot leave; appoint another one first")]
    LastAdmin,
    /// Unknown, expired, revoked or used twice.
    #[error("the session is over; sign in again")]
    RefreshInvalid,
    /// The token of another back end is not good: forged, over, used up, or its account may not come in this
    /// way; says nothing about which.
    #[error("this link is not valid (any more); go back to where you came from and try again")]
    ExternalTokenInvalid,
}

impl Fault for AccountError {
    fn code(&self) -> &'static str {
        match self {
            Self::UsernameInvalid => "account.username_invalid",
            Self::UsernameTaken => "account.username_taken",
            Self::EmailInvalid => "account.email_invalid",
            Self::EmailTaken => "account.email_taken",
            Self::NicknameInvalid => "account.nickname_invalid",
            Self::SignatureInvalid => "account.signature_invalid",
            Self::StatusTextInvalid => "account.status_text_invalid",
            Self::BirthdayInvalid => "account.birthday_invalid",
            Self::PasswordTooShort => "account.password_too_short",
            Self::PasswordTooLong => "account.password_too_long",
            Self::PasswordRequired => "account.password_required",
            Self::PasswordTooWeak => "account.password_too_weak",
            Self::PasswordTooCommon => "account.password_too_common",
            Self::WrongPassword => "account.wrong_password",
            Self::DeviceNameInvalid => "account.device_name_invalid",
            Self::WrongCredentials => "auth.wrong_credentials",
            Self::SetupCodeRequired => "account.setup_code_required",
            Self::SetupCodeWrong => "account.setup_code_wrong",
            Self::RegistrationClosed => "account.registration_closed",
            Self::InviteRequired => "account.invite_required",
            Self::InviteInvalid => "account.invite_invalid",
            Self::InviteTermsInvalid => "account.invite_terms_invalid",
            Self::DeletionPending { .. } => "account.deletion_pending",
            Self::LastAdmin => "account.last_admin",
            Self::RefreshInvalid => "auth.refresh_invalid",
            Self::ExternalTokenInvalid => "auth.external_token_invalid",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::UsernameInvalid
            | Self::EmailInvalid
            | Self::NicknameInvalid
            | Self::SignatureInvalid
            | Self::StatusTextInvalid
            | Self::BirthdayInvalid
            | Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::PasswordRequired
            | Self::PasswordTooWeak
            | Self::PasswordTooCommon
            | Self::DeviceNameInvalid
            | Self::InviteTermsInvalid => Kind::Invalid,
            Self::UsernameTaken | Self::EmailTaken | Self::LastAdmin => Kind::Conflict,
            Self::WrongCredentials | Self::RefreshInvalid | Self::ExternalTokenInvalid => {
                Kind::Unauthenticated
            }
            Self::SetupCodeRequired
            | Self::SetupCodeWrong
            | Self::WrongPassword
            | Self::DeletionPending { .. }
            | Self::RegistrationClosed
            | Self::InviteRequired
            | Self::InviteInvalid => Kind::Forbidden,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::UsernameInvalid | Self::UsernameTaken => Some("username"),
            Self::EmailInvalid | Self::EmailTaken => Some("email"),
            Self::NicknameInvalid => Some("nickname"),
            Self::PasswordTooShort
            | Self::PasswordTooLong
            | Self::PasswordTooWeak
            | Self::PasswordTooCommon
            | Self::PasswordRequired => Some("password"),
            Self::WrongPassword => Some("current_password"),
            Self::DeviceNameInvalid => Some("name"),
            Self::SignatureInvalid => Some("signature"),
            Self::StatusTextInvalid => Some("status_text"),
            Self::BirthdayInvalid => Some("birthday"),
            Self::SetupCodeRequired | Self::SetupCodeWrong => Some("setup_code"),
            Self::InviteRequired | Self::InviteInvalid => Some("invite_code"),
            Self::WrongCredentials
            | Self::RefreshInvalid
            | Self::DeletionPending { .. }
            | Self::LastAdmin
            | Self::ExternalTokenInvalid
            | Self::RegistrationClosed
            | Self::InviteTermsInvalid => None,
        }
    }
}
