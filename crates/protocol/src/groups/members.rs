use chrono::{DateTime, Utc};
use kamachat_domain::{groups::Role, ids::AccountId};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::given;
use crate::accounts::Profile;

/// Somebody of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupMember {
    pub user: Profile,
    pub role: Role,
    /// What he is called in this group.
    pub alias: Option<String>,
    pub silenced_until: Option<DateTime<Utc>>,
    pub joined_at: Option<DateTime<Utc>>,
    pub invited_by: Option<AccountId>,
}

/// `PATCH groups/{id}/members/{user_id}`. A field that is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MemberChange {
    /// `admin` or `member`, by the owner. Ownership is transferred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// At most 32 characters, by the member himself or an admin; `null` takes it away.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 256))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub alias: Option<Option<String>>,
    /// Within a year; `null` or a time that is past lets him send again.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<DateTime<Utc>>))]
    pub silenced_until: Option<Option<DateTime<Utc>>>,
}

/// `POST groups/{id}/members`.
#[derive(Clone, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddMembers {
    /// Contacts of the caller, 1 to 200.
    #[validate(length(min = 1, max = 200))]
    pub user_ids: Vec<AccountId>,
}

/// What became of them. Who was a member already is in neither list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddedMembers {
    pub added: Vec<AccountId>,
    /// Admins decide about these.
    pub asked: Vec<AccountId>,
}

/// `POST groups/{id}/transfer`.
#[derive(Clone, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransferGroup {
    pub user_id: AccountId,
}
