//! Groups on the wire. A group's id is its conversation's id.

mod entry;
mod members;

use chrono::{DateTime, Utc};
use kamachat_domain::{
    groups::{HistoryPolicy, JoinPolicy, Role, Who},
    ids::{AccountId, AvatarId, ConversationId},
};
use serde::{Deserialize, Deserializer, Serialize};
use validator::Validate;

pub use entry::{GroupInvite, GroupRequest, JoinGroup, JoinResult, NewGroupInvite, NewInvite};
pub use members::{AddMembers, AddedMembers, GroupMember, MemberChange, TransferGroup};

use crate::accounts::Profile;

/// Whether a group is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum GroupState {
    Active,
    /// Switched off by an administrator.
    Disabled,
    /// Ended by its owner: it can be read.
    Dissolved,
}

/// A group as one of its members sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Group {
    pub id: ConversationId,
    pub name: String,
    pub state: GroupState,
    pub notice: Option<String>,
    pub notice_at: Option<DateTime<Utc>>,
    pub notice_by: Option<AccountId>,
    pub owner_id: AccountId,
    pub member_count: i64,
    pub max_members: i64,
    pub join_policy: JoinPolicy,
    pub history_policy: HistoryPolicy,
    pub who_may_post: Who,
    pub who_may_invite: Who,
    pub who_may_pin: Who,
    pub who_may_mention_all: Who,
    /// People who are no members find it by its name.
    pub searchable: bool,
    /// Seconds between two messages of a plain member; 0: none.
    pub slow_mode_s: i64,
    /// Until then only admins and the owner may send.
    pub muted_all_until: Option<DateTime<Utc>>,
    pub member_rev: i64,
    pub created_at: DateTime<Utc>,
    /// Version of its own picture, for `avatars/{id}/{size}`.
    #[serde(default)]
    pub avatar: Option<AvatarId>,
    /// Up to nine of the first members: without a picture of its own it shows theirs.
    pub faces: Vec<Profile>,
    /// The caller in it.
    pub me: OwnMembership,
}

/// What the caller is in a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnMembership {
    pub role: Role,
    pub alias: Option<String>,
    pub silenced_until: Option<DateTime<Utc>>,
    pub joined_at: Option<DateTime<Utc>>,
}

/// A group in the list of conversations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupBrief {
    pub name: String,
    pub state: GroupState,
    pub member_count: i64,
    /// What the caller is in it.
    pub role: Role,
    /// Version of its own picture, for `avatars/{id}/{size}`.
    #[serde(default)]
    pub avatar: Option<AvatarId>,
    /// Up to nine of the first members: without a picture of its own it shows theirs.
    pub faces: Vec<Profile>,
}

/// What somebody sees of a group that he could join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupCard {
    pub id: ConversationId,
    pub name: String,
    pub member_count: i64,
    pub join_policy: JoinPolicy,
    pub is_member: bool,
    /// The caller asked to come in and nobody decided.
    pub is_asking: bool,
    #[serde(default)]
    pub avatar: Option<AvatarId>,
    pub faces: Vec<Profile>,
}

/// `POST groups`.
#[derive(Clone, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewGroup {
    /// 1 to 64 characters.
    #[validate(length(max = 512))]
    pub name: String,
    /// Contacts of the caller, at most 200.
    #[serde(default)]
    #[validate(length(max = 200))]
    pub member_ids: Vec<AccountId>,
}

/// `PATCH groups/{id}`. A field that is left out stays. Name, notice, slow mode and the silence of all are the
/// admins'; the rest is the owner's.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupChange {
    /// 1 to 64 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 512))]
    pub name: Option<String>,
    /// At most 2,000 characters; `null` takes it away.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 16000))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub notice: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join_policy: Option<JoinPolicy>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history_policy: Option<HistoryPolicy>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who_may_post: Option<Who>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who_may_invite: Option<Who>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who_may_pin: Option<Who>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who_may_mention_all: Option<Who>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub searchable: Option<bool>,
    /// 2 to the server's limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_members: Option<i64>,
    /// 0 to 3,600.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slow_mode_s: Option<i64>,
    /// Within a year; `null` or a time that is past lets everybody send again.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<DateTime<Utc>>))]
    pub muted_all_until: Option<Option<DateTime<Utc>>>,
}

/// Tells `null` from a field that is left out.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
