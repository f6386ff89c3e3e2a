//! What happens to messages after they were sent.

use chrono::{DateTime, Utc};
use kamachat_domain::ids::{AccountId, ConversationId};
use serde::{Deserialize, Serialize};
use validator::Validate;

use super::{Message, TextBody};
use crate::accounts::Profile;

/// The changes of a message. Whatever did not happen to it is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageChanges {
    /// When the text was edited last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<DateTime<Utc>>,
    /// How often the text was edited; left out for 0.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub version: i64,
    /// It was taken back: nothing else is left of it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub recalled: bool,
    /// Who took it back: the sender, or an admin of the group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recalled_by: Option<AccountId>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub pinned: bool,
    /// In the order of appearance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
}

/// How many react to a message with one emoji.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reaction {
    pub emoji: String,
    pub count: i64,
    /// The first ten of them.
    pub users: Vec<AccountId>,
    /// Whether one's own is among them. Left out where it is not known: in pushes, which all members share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mine: Option<bool>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde calls")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde calls")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// `PATCH conversations/{id}/messages/{seq}`.
#[derive(Clone, Debug, Serialize, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditMessage {
    pub body: TextBody,
    /// How many edits of this message the client knows: 0 when it was never edited.
    #[validate(range(min = 0))]
    pub version: i64,
}

/// A text that a message had before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EarlierText {
    /// 0 for the first one.
    pub version: i64,
    pub text: String,
    pub written_at: DateTime<Utc>,
}

/// A pinned message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PinnedMessage {
    pub message: Message,
    pub pinned_by: AccountId,
    pub pinned_at: DateTime<Utc>,
}

/// `GET conversations/{id}/messages/{seq}/readers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MessageReaders {
    /// Whether anything is told: not in groups with more than 200 members, nor to who keeps to himself what he
    /// has read.
    pub told: bool,
    /// Members besides the sender who may see the message. Those who keep it to themselves count here only.
    pub of: i64,
    /// Who has read it, in the order of roles and joining.
    pub readers: Vec<Profile>,
}

/// `GET conversations/{id}/changes`: messages as they are now, ascending by `rev`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedMessages {
    pub conversation_id: ConversationId,
    pub items: Vec<Message>,
    /// Everything up to this change is told, unless there is more.
    pub last_rev: i64,
    /// Ask again with `last_rev` of this answer.
    pub more: bool,
}
