use serde::{Deserialize, Serialize};
use validator::Validate;

/// `GET me/totp`: whether two-step sign-in is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TotpState {
    pub enabled: bool,
    /// Recovery codes that were not used yet.
    pub recovery_codes_left: u64,
}

/// `POST me/totp`.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EnrolTotp {
    #[validate(length(max = 1024))]
    pub password: String,
}

/// What an authenticator app is set up with. Nothing is protected before `POST me/totp/confirm`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TotpEnrolment {
    /// Base 32, to type.
    pub secret: String,
    /// To show as a QR code.
    pub otpauth_url: String,
}

/// `POST me/totp/confirm`.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmTotp {
    /// What the app shows now.
    #[validate(length(max = 64))]
    pub code: String,
}

/// The answer to `POST me/totp/confirm`: the only time that these are told.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    /// Ten codes; each gets in once in place of the app's.
    pub recovery_codes: Vec<String>,
}

/// `DELETE me/totp`.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemoveTotp {
    #[validate(length(max = 1024))]
    pub password: String,
    /// A code of the app, or a recovery code.
    #[validate(length(max = 64))]
    pub otp: String,
}
