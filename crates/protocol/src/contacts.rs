//! Contacts and friend requests on the wire.

use chrono::{DateTime, Utc};
use kamachat_domain::{
    accounts::Gender,
    ids::{AccountId, AvatarId, ConversationId, FriendRequestId},
};
use serde::{Deserialize, Serialize};
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
}

/// Somebody in the caller's contact list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    pub user: Profile,
    pub conversation_id: Option<ConversationId>,
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
