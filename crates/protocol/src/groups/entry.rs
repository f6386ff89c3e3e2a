use chrono::{DateTime, Utc};
use kamachat_domain::ids::{AccountId, ConversationId, GroupInviteId, GroupRequestId};
use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::accounts::Profile;

/// `POST groups/{id}/join`, `POST invites/{code}/join`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinGroup {
    /// For those who decide, at most 200 characters.
    #[serde(default)]
    #[validate(length(max = 2000))]
    pub note: String,
}

/// What came of wanting to join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JoinResult {
    pub conversation_id: ConversationId,
    /// `false`: an admin has to say yes first.
    pub joined: bool,
}

/// Somebody wants to come in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupRequest {
    pub id: GroupRequestId,
    pub user: Profile,
    /// The member who brought him.
    pub invited_by: Option<Profile>,
    pub note: String,
    /// `pending`, `accepted` or `refused`.
    pub state: String,
    pub created_at: DateTime<Utc>,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<DateTime<Utc>>,
}

/// `POST groups/{id}/invites`.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvite {
    /// 1 to 10,000; any number when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_uses: Option<i64>,
    /// Hours until it ends, 1 to 720; 168 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<i64>,
}

/// An invitation, without its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupInvite {
    pub id: GroupInviteId,
    pub created_by: Option<Profile>,
    /// `null`: any number.
    pub max_uses: Option<i64>,
    pub uses: i64,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// An invitation that was just made. The code is told this once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewGroupInvite {
    pub code: String,
    pub invite: GroupInvite,
}
