//! Conversations on the wire.

mod settings;

use chrono::{DateTime, Utc};
use kamachat_domain::ids::{AccountId, ConversationId};
use serde::{Deserialize, Serialize};
use validator::Validate;

pub use settings::{ConversationChange, ConversationSettings, Draft, NewDraft};

use crate::{accounts::Profile, groups::GroupBrief, messages::Message};

/// A conversation as one member sees it. `unread = last_cnt - read_cnt - own_cnt`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conversation {
    pub id: ConversationId,
    /// `direct` or `group`.
    pub kind: String,
    /// The other person of a direct chat; the caller himself in his saved messages.
    pub peer: Option<Profile>,
    /// What a group is.
    pub group: Option<GroupBrief>,
    pub last_message: Option<Message>,
    pub last_seq: i64,
    pub last_cnt: i64,
    pub last_rev: i64,
    pub member_rev: i64,
    pub read_seq: i64,
    pub read_cnt: i64,
    pub own_cnt: i64,
    pub unread: i64,
    pub visible_from: i64,
    /// Number of the newest message that mentions the caller; above `read_seq` it waits. 0 without one.
    pub mention_seq: i64,
    /// How far the other person of a direct chat has read, and how far a device of his holds.
    pub peer_read_seq: i64,
    pub peer_delivered_seq: i64,
    pub last_activity_at: DateTime<Utc>,
    pub settings: ConversationSettings,
}

/// The numbers of a conversation, sent after `hello` so that a device sees what it lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Head {
    pub conversation_id: ConversationId,
    pub last_seq: i64,
    pub last_cnt: i64,
    pub last_rev: i64,
    pub member_rev: i64,
    pub read_seq: i64,
    pub read_cnt: i64,
    pub own_cnt: i64,
    pub visible_from: i64,
    /// Number of the newest message that mentions the caller; above `read_seq` it waits. 0 without one.
    pub mention_seq: i64,
    pub peer_read_seq: i64,
    pub peer_delivered_seq: i64,
}

/// `POST conversations/direct`. With the own id: the saved messages, which nobody else sees.
#[derive(Clone, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenDirect {
    pub user_id: AccountId,
}

/// `PUT conversations/{id}/read`.
#[derive(Clone, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MarkRead {
    /// Everything up to this message is read. Cursors only move forwards.
    #[validate(range(min = 0))]
    pub seq: i64,
}

/// Where the caller's read cursor stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadState {
    pub read_seq: i64,
    pub read_cnt: i64,
    pub own_cnt: i64,
    pub unread: i64,
}

/// `GET unread-count`: over the conversations that are in the list and not silent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnreadCount {
    pub total: i64,
}
