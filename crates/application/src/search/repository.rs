use async_trait::async_trait;
use kamachat_domain::{
    Limit, Timestamp,
    groups::Alias,
    ids::{AccountId, ConversationId},
    messages::{Message, MessageKind},
    search::Needle,
};

use crate::ports::PortError;

/// How far a conversation is in the index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Messages up to this number.
    pub seq: i64,
    /// Changes of them up to this one.
    pub rev: i64,
}

/// A message that the index has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unindexed {
    /// Its place in the order of storing.
    pub no: i64,
    pub conversation_id: ConversationId,
    pub seq: i64,
    pub rev: Option<i64>,
    /// `None` when it cannot be understood.
    pub message: Option<Message>,
}

/// A message as the index has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub no: i64,
    pub conversation_id: ConversationId,
    pub seq: i64,
    pub sender_id: AccountId,
    pub kind: MessageKind,
    pub created_at: Timestamp,
    /// See [`tokens`](kamachat_domain::search::tokens), and the token of its conversation.
    pub tokens: String,
}

/// What to look for in the index. Nothing without needles.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// All of these.
    pub needles: Vec<Needle>,
    /// Only messages of these conversations; empty: of any.
    pub conversations: Vec<ConversationId>,
    pub sender: Option<AccountId>,
    /// Not sent before.
    pub from: Option<Timestamp>,
    /// Sent before.
    pub to: Option<Timestamp>,
    pub kind: Option<MessageKind>,
    /// Stored before this one.
    pub before: Option<i64>,
}

/// A message that may be what somebody looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    pub no: i64,
    pub conversation_id: ConversationId,
    pub seq: i64,
}

/// The index of messages.
#[async_trait]
pub trait SearchRepository: Send + Sync {
    /// Conversations with messages or changes that the index does not have, of those that were touched after
    /// `since`; the first ones.
    async fn behind(&self, since: Timestamp, limit: Limit) -> Result<Vec<ConversationId>, PortError>;

    /// Every conversation, by id.
    async fn conversations(
        &self,
        after: Option<ConversationId>,
        limit: Limit,
    ) -> Result<Vec<ConversationId>, PortError>;

    /// How far the conversation is in the index, and how far it is.
    async fn position(&self, conversation: ConversationId)
    -> Result<(Option<Position>, Position), PortError>;

    /// Moves the position on from `from`; `false` when it is somewhere else. Others who move it wait until the
    /// end of the transaction.
    async fn advance(
        &self,
        conversation: ConversationId,
        from: Option<Position>,
        to: Position,
    ) -> Result<bool, PortError>;

    /// Messages above a number, ascending.
    async fn above(
        &self,
        conversation: ConversationId,
        seq: i64,
        limit: Limit,
    ) -> Result<Vec<Unindexed>, PortError>;

    /// Messages that were changed after a change, by their newest change.
    async fn changed(
        &self,
        conversation: ConversationId,
        rev: i64,
        limit: Limit,
    ) -> Result<Vec<Unindexed>, PortError>;

    /// Takes messages out of the index; those that are not in it are fine.
    async fn remove(&self, conversation: ConversationId, seqs: &[i64]) -> Result<(), PortError>;

    /// Puts messages into the index, which does not have them.
    async fn insert(&self, entries: &[Entry]) -> Result<(), PortError>;

    /// Takes a conversation out of the index, with its position.
    async fn forget(&self, conversation: ConversationId) -> Result<(), PortError>;

    /// Messages of conversations of `actor` that he may see and did not delete for himself, the newest first.
    async fn find(&self, actor: AccountId, wanted: &Wanted, limit: Limit) -> Result<Vec<Hit>, PortError>;

    /// Members of groups of `actor` who are called something there that has `words` in it; `words` in lower case. Of
    /// groups of more than a thousand nobody: every member is compared.
    async fn by_alias(
        &self,
        actor: AccountId,
        words: &str,
        limit: Limit,
    ) -> Result<Vec<(ConversationId, AccountId, Alias)>, PortError>;
}
