use kamachat_domain::accounts::{Audience, Availability, Language, Theme, WhoMayAdd};
use serde::{Deserialize, Serialize};
use validator::Validate;

/// What a person chose, the same on all devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settings {
    pub language: Language,
    pub theme: Theme,
    /// Whether the phone number finds this account.
    pub find_by_phone: bool,
    /// Whether the e-mail address finds this account.
    pub find_by_email: bool,
    pub who_may_add: WhoMayAdd,
    /// Who sees whether this account is there, and when it last was.
    pub last_seen: Audience,
    /// Whether others see what was read.
    pub read_receipts: bool,
    /// What others see while a device is there.
    pub presence: Availability,
}

/// `PUT me/settings`. What is left out stays as it is.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettingsChange {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub find_by_phone: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub find_by_email: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who_may_add: Option<WhoMayAdd>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<Audience>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_receipts: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<Availability>,
}
