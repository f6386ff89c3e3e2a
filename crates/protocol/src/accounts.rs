//! Accounts and sessions on the wire.

mod codes;
mod email;
mod external;
mod own_data;
mod presence;
mod profile;
mod second_factor;
mod settings;

use chrono::{DateTime, Utc};
use kamachat_domain::{
    accounts::Gender,
    ids::{AccountId, AvatarId, SessionId},
};
use serde::{Deserialize, Serialize};
use validator::Validate;

pub use codes::{BindPhone, PhoneState, RemovePhone, RequestSmsCode, SmsCodeSent, SmsLogin, SmsPolicy};
pub use email::{ChangeEmail, ForgotPassword, ResetPassword, VerifyEmail};
pub use external::LoginExternal;
pub use own_data::{Confirmation, Export, ExportLink, ExportState, Leaving};
pub use presence::Presence;
pub use profile::ProfileChange;
pub use second_factor::{ConfirmTotp, EnrolTotp, RecoveryCodes, RemoveTotp, TotpEnrolment, TotpState};
pub use settings::{Settings, SettingsChange};

/// The caller's own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    pub id: AccountId,
    pub username: String,
    pub nickname: String,
    pub email: Option<String>,
    /// Whether the owner has shown that the address is his.
    #[serde(default)]
    pub email_verified: bool,
    /// Version of the picture: `GET avatars/{avatar}/{size}`. `null`: draw one from the account's id.
    pub avatar: Option<AvatarId>,
    /// E.164.
    #[serde(default)]
    pub phone: Option<String>,
    pub signature: Option<String>,
    pub gender: Gender,
    /// `YYYY-MM-DD`.
    pub birthday: Option<String>,
    pub status_text: Option<String>,
    /// `user`, `admin`, `operator` or `auditor`.
    pub role: String,
    pub created_at: DateTime<Utc>,
}

/// `POST auth/register`.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Register {
    /// 3 to 32 ASCII letters, digits, `_`, `.`, `-`.
    #[validate(length(max = 256))]
    pub username: String,
    /// 8 to 128 characters. Only with a phone number may it be left out: then the account signs in by codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 1024))]
    pub password: Option<String>,
    /// 1 to 32 characters; the user name when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 256))]
    pub nickname: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 512))]
    pub email: Option<String>,
    /// To sign in with, too. It takes a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 64))]
    pub phone: Option<String>,
    /// Of purpose `register`, sent to the number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 64))]
    pub code: Option<String>,
    /// Only for the first account of a server that is not bound to loopback: the code that it printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 256))]
    pub setup_code: Option<String>,
    /// Where `auth/policy` says `invite`. Case, spaces and dashes do not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 256))]
    pub invite_code: Option<String>,
}

/// `GET auth/policy`: what a form for registration has to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthPolicy {
    /// `open`, `invite` or `closed`. Open as long as nobody is registered: the first account is always taken.
    pub registration: String,
    /// The next account is the first one, and needs the code that the server printed.
    pub setup_code_required: bool,
    /// Characters.
    pub password_min_length: usize,
    /// The server sends mail: addresses can be verified and forgotten passwords reset.
    pub mail: bool,
    /// Codes by SMS can be asked for; `null` where nobody can sign in or register by one.
    #[serde(default)]
    pub sms: Option<SmsPolicy>,
}

/// `POST auth/login`.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Login {
    /// User name or e-mail address.
    #[validate(length(max = 512))]
    pub login: String,
    #[validate(length(max = 1024))]
    pub password: String,
    /// What an earlier sign-in on this device answered: somebody who guesses from elsewhere does not keep it
    /// out. Web clients leave it out: a cookie carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 256))]
    pub device_token: Option<String>,
    /// Where two-step sign-in is on: a code of the app, or a recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 64))]
    pub otp: Option<String>,
    /// After `account.deletion_pending`: the account is to be kept.
    #[serde(default)]
    pub restore: bool,
}

/// `POST auth/refresh`. Web clients leave it out: the cookie carries it.
#[derive(Clone, Default, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Refresh {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 256))]
    pub refresh_token: Option<String>,
}

/// The answer to register, login and refresh.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthSession {
    pub user: Account,
    /// Bearer token for REST and the socket.
    pub access_token: String,
    /// Good for one `auth/refresh`. `null` with `X-Client: web`: it travels as an HttpOnly cookie.
    pub refresh_token: Option<String>,
    /// For the next `auth/login` on this device. `null` after a refresh, and with `X-Client: web`: a cookie.
    #[serde(default)]
    pub device_token: Option<String>,
    /// Seconds that the access token is good for.
    pub expires_in: u64,
}

/// `POST socket-tickets`: opens one socket, once, within `expires_in` seconds.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SocketTicket {
    pub ticket: String,
    pub expires_in: u64,
}

/// `POST me/password`. Every other session of the account ends.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePassword {
    #[validate(length(max = 1024))]
    pub current_password: String,
    /// 8 to 128 characters, not easily guessed.
    #[validate(length(max = 1024))]
    pub new_password: String,
}

/// One sign-in on one device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    pub id: SessionId,
    /// What its owner called the device, or what its user agent says, such as "Firefox on Linux".
    pub name: String,
    /// Whether its owner named it.
    pub renamed: bool,
    /// The program, such as "Firefox"; empty when unknown.
    pub app: String,
    /// `android`, `chromeos`, `ios`, `linux`, `macos`, `windows` or `other`.
    pub platform: String,
    /// Address of the sign-in.
    pub ip: String,
    pub user_agent: String,
    pub created_at: DateTime<Utc>,
    /// To about a minute.
    pub last_seen_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// `PATCH me/sessions/{id}`.
#[derive(Clone, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenameSession {
    /// 1 to 64 characters.
    #[validate(length(max = 512))]
    pub name: String,
}

/// A person as others see him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Profile {
    pub id: AccountId,
    pub username: String,
    /// The nickname.
    pub name: String,
    /// Version of the picture, as in the own account.
    pub avatar: Option<AvatarId>,
    /// The account was erased: the names are stand-ins.
    #[serde(default)]
    pub deleted: bool,
}

macro_rules! redacted_debug {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
            }
        }
    )+};
}

redacted_debug!(
    Register,
    Login,
    LoginExternal,
    Refresh,
    AuthSession,
    SocketTicket,
    ChangePassword,
    EnrolTotp,
    TotpEnrolment,
    ConfirmTotp,
    RecoveryCodes,
    RemoveTotp,
    VerifyEmail,
    ForgotPassword,
    ResetPassword,
    ChangeEmail,
    Confirmation,
    ExportLink,
    RequestSmsCode,
    SmsLogin,
    BindPhone,
    RemovePhone
);
