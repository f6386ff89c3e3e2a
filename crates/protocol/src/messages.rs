//! Messages on the wire.

mod forward;
mod refs;

use chrono::{DateTime, Utc};
use kamachat_domain::{
    groups::GroupEventKind,
    ids::{AccountId, AvatarId, ClientMsgId, ConversationId, MessageId},
};
use serde::{Deserialize, Serialize};
use validator::Validate;

pub use forward::{ForwardMessages, ForwardedMessages, ForwardedTo, MAX_COPIES, MergedMessage, MessagePlace};
pub use refs::{Mentions, NewMentions, Quote, Quoted};

use crate::accounts::Profile;

mod changes;

pub use changes::{
    ChangedMessages, EarlierText, EditMessage, MessageChanges, MessageReaders, PinnedMessage, Reaction,
};

/// Who sent a message, as shown beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sender {
    pub id: AccountId,
    /// What he is called in the group, else the nickname.
    pub name: String,
    pub avatar: Option<AvatarId>,
    /// The account was erased: `name` is a stand-in.
    #[serde(default)]
    pub deleted: bool,
}

/// Body of the kind `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TextBody {
    /// 1 to 10,000 characters.
    pub text: String,
}

/// Body of the kind `card`, as a client sends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewCard {
    pub user_id: AccountId,
}

/// The body of a new message, by its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum NewBody {
    Text(TextBody),
    Card(NewCard),
}

/// What a stored message holds, by its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageBody {
    /// Of the kind `text`; empty otherwise.
    pub text: String,
    /// Of the kind `card`: the person, as any stranger sees him.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Box<Profile>>,
    /// Of the kind `system`: what happened to the group. The sender is who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<GroupEventKind>,
    /// Whom it happened to, the first fifty of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Sender>,
    /// To how many people it happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<i64>,
    /// The new name, notice, role or version of the picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The end of a silence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// Of the kind `merged`: what the messages were when they were sent on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<MergedMessage>,
    /// It was sent on from elsewhere.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub forwarded: bool,
}

impl MessageBody {
    /// The body of a text.
    #[must_use]
    pub fn text(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// A stored message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    /// Position in the conversation: 1, 2, 3… without holes.
    pub seq: i64,
    /// How many countable messages there are up to and including this one.
    pub cnt: i64,
    /// Number of the newest change to it, once it was changed.
    pub rev: Option<i64>,
    pub client_msg_id: ClientMsgId,
    pub sender: Sender,
    /// `text`, `card`, `merged`, `system` for what happened to the group, or `deleted` for what is left when it was recalled or
    /// its sender was erased.
    pub kind: String,
    pub body: MessageBody,
    pub created_at: DateTime<Utc>,
    /// What it answers.
    pub reply_to: Option<Quote>,
    pub mentions: Option<Mentions>,
    #[serde(flatten)]
    pub changes: Box<MessageChanges>,
}

/// `POST conversations/{id}/messages`.
#[derive(Clone, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewMessage {
    /// Made by the client; a retry under the same id gives the same message.
    pub client_msg_id: ClientMsgId,
    #[validate(length(max = 32))]
    pub kind: String,
    /// By kind: `{"text": "…"}` or `{"user_id": "…"}`.
    #[cfg_attr(feature = "openapi", schema(value_type = NewBody))]
    pub body: serde_json::Value,
    /// Number of a message of the same conversation that it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mentions: Option<NewMentions>,
}

/// The answer to [`NewMessage`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SentMessage {
    pub message: Message,
    /// It was stored before, by an earlier try.
    pub duplicate: bool,
}
