use kamachat_domain::accounts::CodePurpose;
use serde::{Deserialize, Serialize};
use validator::Validate;

/// Where `GET auth/policy` says that codes are sent to, by calling codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SmsPolicy {
    /// Of numbers that are written without one.
    pub default_country: u16,
    /// Empty: every country.
    pub countries: Vec<u16>,
}

/// `POST auth/sms-codes`.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RequestSmsCode {
    /// E.164, or a number of the default country. Left out for `confirm`: that code goes to the caller's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 64))]
    pub phone: Option<String>,
    /// A code of one purpose is worth nothing for another. `bind_phone` and `confirm` are for who is signed in.
    pub purpose: CodePurpose,
    /// What an earlier sign-in on this device answered: with it, strangers who ask for codes for the number do
    /// not get in the way. Web clients leave it out: a cookie carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 256))]
    pub device_token: Option<String>,
}

/// The answer to `POST auth/sms-codes`, whether or not an account has the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SmsCodeSent {
    /// Seconds that the code is good for.
    pub expires_in: u64,
    /// Seconds until the next one may be asked for.
    pub retry_after: u64,
}

/// `POST auth/login/sms`.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SmsLogin {
    #[validate(length(max = 64))]
    pub phone: String,
    /// Of purpose `sign_in`.
    #[validate(length(max = 64))]
    pub code: String,
    /// As in `auth/login`, and as in `auth/sms-codes` before.
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

/// `GET me/phone`: the number, and how its owner proves to be it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhoneState {
    /// E.164.
    pub phone: Option<String>,
    /// Without a password, a code of purpose `confirm` takes its place wherever one is asked for.
    pub password_set: bool,
}

/// `POST me/phone`.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BindPhone {
    #[validate(length(max = 64))]
    pub phone: String,
    /// Of purpose `bind_phone`, sent to the new number.
    #[validate(length(max = 64))]
    pub code: String,
    /// Of the account; without one, a code of purpose `confirm`.
    #[validate(length(max = 1024))]
    pub password: String,
    /// Where two-step sign-in is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 64))]
    pub otp: Option<String>,
}

/// `DELETE me/phone`.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RemovePhone {
    #[validate(length(max = 1024))]
    pub password: String,
    /// Where two-step sign-in is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 64))]
    pub otp: Option<String>,
}
