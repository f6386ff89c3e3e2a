use serde::{Deserialize, Serialize};
use validator::Validate;

/// `POST auth/email/verify`.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerifyEmail {
    /// What stands behind `#token=` in the link.
    #[validate(length(max = 256))]
    pub token: String,
}

/// `POST auth/password/forgot`.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForgotPassword {
    /// User name or e-mail address.
    #[validate(length(max = 512))]
    pub login: String,
}

/// `POST auth/password/reset`. Every session of the account ends.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResetPassword {
    /// What stands behind `#token=` in the link.
    #[validate(length(max = 256))]
    pub token: String,
    /// 8 to 128 characters, not easily guessed.
    #[validate(length(max = 1024))]
    pub password: String,
}

/// `POST me/email`. The address counts once the link in the mail to it is used.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeEmail {
    #[validate(length(max = 512))]
    pub email: String,
    #[validate(length(max = 1024))]
    pub password: String,
    /// Where two-step sign-in is on: a code of the app, or a recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 64))]
    pub otp: Option<String>,
}
