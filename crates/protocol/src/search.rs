//! Search on the wire.

use kamachat_domain::ids::ConversationId;
use serde::{Deserialize, Serialize};

use crate::{accounts::Profile, groups::GroupBrief, messages::Message};

/// A part of a text, in UTF-16 code units from its start, as strings of JavaScript are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TextRange {
    pub start: u32,
    /// Not part of it any more.
    pub end: u32,
}

/// `GET search/messages`: a message whose words have all that was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundMessage {
    pub message: Message,
    /// What to show in a list: about 120 characters of the text, or of the texts inside a merged message, around the
    /// first place; `…` where it is cut.
    pub snippet: String,
    /// What to mark in the snippet, rising; at most 50.
    pub highlights: Vec<TextRange>,
}

/// Somebody whom the caller knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundPerson {
    pub user: Profile,
    /// What the caller calls this person.
    pub remark: Option<String>,
    /// By which name in a group this person was found.
    pub alias: Option<String>,
    /// The group where this person is called so.
    pub alias_in: Option<ConversationId>,
    /// Their direct chat, where there is one.
    pub conversation_id: Option<ConversationId>,
}

/// A group of the caller.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundGroup {
    pub id: ConversationId,
    pub group: GroupBrief,
}

/// `GET search/people`: the best first, at most 20 of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FoundPeople {
    pub contacts: Vec<FoundPerson>,
    /// People who are no contacts: the caller has a chat with them, or they are called so in one of his groups.
    pub others: Vec<FoundPerson>,
    pub groups: Vec<FoundGroup>,
}
