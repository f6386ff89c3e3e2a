use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use validator::Validate;

/// What proves that the owner sits before a session, ahead of something that cannot be taken back:
/// `POST me/export`, `POST me/export/link`, `DELETE me`.
#[derive(Clone, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Confirmation {
    #[validate(length(max = 1024))]
    pub password: String,
    /// Where two-step sign-in is on: a code of the app, or a recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 64))]
    pub otp: Option<String>,
}

/// How far an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ExportState {
    /// Never asked for.
    None,
    /// Being made.
    Pending,
    /// Can be downloaded.
    Ready,
    /// Erased.
    Gone,
}

/// The newest archive of the own data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Export {
    pub state: ExportState,
    pub requested_at: Option<DateTime<Utc>>,
    pub ready_at: Option<DateTime<Utc>>,
    /// Bytes of the archive.
    pub size: Option<i64>,
    /// When it is erased.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A link to the archive. It works once, without a token: treat it like a password.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportLink {
    /// A path on this server.
    pub url: String,
    pub expires_at: DateTime<Utc>,
}

/// The answer to `DELETE me`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Leaving {
    /// Until then, signing in with `restore` keeps the account.
    pub erases_at: DateTime<Utc>,
}
