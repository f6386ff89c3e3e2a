//! Contacts and friend requests on the wire.

use chrono::{DateTime, Utc};
use kamachat_domain::{
    accounts::Gender,
    ids::{AccountId, AvatarId, ConversationId, FriendRequestId},
};
use serde::{Deserialize, Deserializer, Serialize};
use validator::Validate;

use crate::accounts::Profile;

/// What a person is to the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Relation {
    #[serde(rename = "self")]
    Myself,
    Contact,
    RequestSent,
    RequestReceived,
    None,
}

/// A person that the caller looked up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Person {
    pub id: AccountId,
    pub username: String,
    /// The nickname.
    pub name: String,
    pub avatar: Option<AvatarId>,
    pub signature: Option<String>,
    pub status_text: Option<String>,
    pub gender: Gender,
    pub relation: Relation,
    /// The caller keeps this person away.
    pub blocked: bool,
}

/// Somebody in the caller's contact list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    pub user: Profile,
    pub conversation_id: Option<ConversationId>,
    /// What the caller calls this person.
    pub remark: Option<String>,
    /// Stands on top of the list.
    pub starred: bool,
    pub tags: Vec<String>,
    /// `A` to `Z` by the sound of the remark or name, or `#`: the group of the list.
    pub letter: String,
    /// What to sort and search by: `zhang san` for 张三.
    pub sound: String,
    /// The first letters: `zs` for 张三.
    pub initials: String,
    pub created_at: DateTime<Utc>,
}

/// Where a friend request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RequestState {
    Pending,
    Accepted,
    Refused,
    Withdrawn,
    Expired,
}

/// A friend request that the caller sent or received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FriendRequest {
    pub id: FriendRequestId,
    pub from: Profile,
    pub to: Profile,
    pub note: String,
    pub state: RequestState,
    pub created_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Their direct chat, once accepted.
    pub conversation_id: Option<ConversationId>,
}

/// `POST friend-requests`.
#[derive(Clone, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewFriendRequest {
    pub user_id: AccountId,
    /// At most 200 characters.
    #[serde(default)]
    #[validate(length(max = 2000))]
    pub note: String,
}

/// `PATCH contacts/{id}`. A field that is left out stays.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactChange {
    /// 1 to 64 characters; `null` or an empty text clears it.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 512))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub remark: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starred: Option<bool>,
    /// At most 10, each of 1 to 24 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 100))]
    pub tags: Option<Vec<String>>,
}

/// Somebody whom the caller keeps away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BlockedPerson {
    pub user: Profile,
    pub created_at: DateTime<Utc>,
}

/// Tells `null` from a field that is left out.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
