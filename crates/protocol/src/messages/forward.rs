//! Messages that are sent on.

use chrono::{DateTime, Utc};
use kamachat_domain::ids::{ClientMsgId, ConversationId};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::Message;

/// Most copies of single messages that one call makes.
pub const MAX_COPIES: usize = 400;

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessagePlace {
    pub conversation_id: ConversationId,
    pub seq: i64,
}

/// `POST messages/forward`.
#[derive(Clone, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForwardMessages {
    /// 1 to 100, in the order in which they are sent on. Not merged, they make at most [`MAX_COPIES`] copies.
    #[validate(length(min = 1, max = 100))]
    pub messages: Vec<MessagePlace>,
    /// 1 to 20 conversations.
    #[validate(length(min = 1, max = 20))]
    pub to: Vec<ConversationId>,
    /// Made by the client; a retry under the same id sends nothing twice.
    pub client_msg_id: ClientMsgId,
    /// As one message of the kind `merged` instead of one each.
    #[serde(default)]
    pub merged: bool,
}

/// The answer to [`ForwardMessages`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForwardedMessages {
    /// One for each conversation.
    pub items: Vec<ForwardedTo>,
}

/// What became of it in one conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForwardedTo {
    pub conversation_id: ConversationId,
    pub messages: Vec<Message>,
    /// Why copies were refused there, if any were.
    pub code: Option<String>,
}

/// What one of several messages was when they were sent on as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergedMessage {
    /// What its sender was called there.
    pub sender: String,
    pub kind: String,
    /// What it said; of a card the person's name.
    pub text: String,
    pub created_at: DateTime<Utc>,
}
