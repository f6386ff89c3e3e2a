//! Reports on the wire.

use chrono::{DateTime, Utc};
use kamachat_domain::{
    admin::ReportReason,
    ids::{AccountId, ConversationId, ReportId},
};
use serde::{Deserialize, Serialize};
use validator::Validate;

/// What is reported: something that the caller sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReportTarget {
    Message { conversation_id: ConversationId, seq: i64 },
    User { user_id: AccountId },
    Group { group_id: ConversationId },
}

/// `POST reports`.
#[derive(Clone, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewReport {
    pub target: ReportTarget,
    pub reason: ReportReason,
    /// What the caller says about it: at most 1,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A report that is with whoever runs the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    pub id: ReportId,
    pub created_at: DateTime<Utc>,
    /// The caller reported the same before and nobody decided yet: that report stands as it was.
    pub duplicate: bool,
}
