//! Errors on the wire (RFC 9457).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// An `application/problem+json` answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Always `about:blank`: `code` says more.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status in words.
    pub title: String,
    pub status: u16,
    /// A sentence for people, in English.
    pub detail: String,
    /// Stable dotted code for programs.
    pub code: String,
    /// Names this request in the server's log.
    pub request_id: String,
    /// Field to code, when fields are at fault.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub errors: BTreeMap<String, String>,
    /// Seconds to wait before the same call may succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// With `account.deletion_pending`: when the account is erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erases_at: Option<DateTime<Utc>>,
}
