//! What was there when somebody reported it. Kept in these very names: they are never renamed.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    ids::{AccountId, ConversationId, MessageId},
};

/// What the reporter saw. It stays as it was, whatever becomes of the original.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Evidence {
    Message {
        /// In a group; else in a direct chat.
        group: Option<GroupEvidence>,
        /// The reported message.
        message: Box<KeptMessage>,
        /// What it said before it was edited, the oldest first.
        earlier: Vec<KeptText>,
        /// Some messages around it, ascending, without itself.
        around: Vec<KeptMessage>,
    },
    User(UserEvidence),
    Group(GroupEvidence),
}

impl Evidence {
    /// Messages before and after a reported one, at most of each.
    pub const AROUND: i64 = 5;
}

/// A person by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPerson {
    pub id: AccountId,
    pub username: String,
    /// What he was called there.
    pub name: String,
}

/// A person as others saw him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserEvidence {
    pub person: KeptPerson,
    pub signature: Option<String>,
    pub status_text: Option<String>,
}

/// A group as its members saw it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupEvidence {
    pub id: ConversationId,
    pub name: String,
    pub notice: Option<String>,
    pub owner: Option<KeptPerson>,
    pub member_count: i64,
}

/// A text at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptText {
    pub text: String,
    pub at: Timestamp,
}

/// A message as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptMessage {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    pub seq: i64,
    pub sender: KeptPerson,
    /// Its kind by the name on the wire.
    pub content: String,
    /// What it said; of a message of the server what happened, empty where nothing is left.
    pub text: String,
    /// Whose card it is, and whom a message of the server names.
    pub about: Vec<KeptPerson>,
    /// Messages that were sent on as one.
    pub items: Vec<KeptItem>,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
}

/// One of several messages that were sent on as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptItem {
    pub sender: String,
    pub content: String,
    pub text: String,
    pub at: Timestamp,
}
