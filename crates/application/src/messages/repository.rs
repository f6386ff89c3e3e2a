use async_trait::async_trait;
use kamachat_domain::{
    Limit,
    ids::{AccountId, ClientMsgId, ConversationId, MessageId},
    messages::Message,
};

use super::Incoming;
use crate::ports::PortError;

/// What identifies a message for its sender: unique in the database for as long as the message lives.
pub type MessageKey = (ConversationId, AccountId, ClientMsgId);

/// Messages.
#[async_trait]
pub trait MessageRepository: Send + Sync {
    /// Appends messages. [`PortError::Duplicate`] when a key or a number is taken.
    async fn insert(&self, messages: &[Message]) -> Result<(), PortError>;

    /// The stored messages among `keys`.
    async fn by_keys(&self, keys: &[MessageKey]) -> Result<Vec<Message>, PortError>;

    /// The messages at these places, in no order.
    async fn at(&self, places: &[(ConversationId, i64)]) -> Result<Vec<Message>, PortError>;

    /// Messages by id, in no order.
    async fn find_many(&self, ids: &[MessageId]) -> Result<Vec<Message>, PortError>;

    /// Messages `from..=to`, ascending, at most `limit` from the lower end.
    async fn ascending(
        &self,
        conversation: ConversationId,
        from: i64,
        to: i64,
        limit: Limit,
    ) -> Result<Vec<Message>, PortError>;

    /// Messages `from..=to`, descending, at most `limit` from the upper end.
    async fn descending(
        &self,
        conversation: ConversationId,
        from: i64,
        to: i64,
        limit: Limit,
    ) -> Result<Vec<Message>, PortError>;

    /// The newest message at or above `from` that `who` did not delete for himself.
    async fn newest_shown(
        &self,
        who: AccountId,
        conversation: ConversationId,
        from: i64,
    ) -> Result<Option<Message>, PortError>;

    /// The count of countable messages up to `seq`, which exists.
    async fn count_at(&self, conversation: ConversationId, seq: i64) -> Result<i64, PortError>;

    /// Countable messages of `sender` above `seq`.
    async fn own_above(
        &self,
        conversation: ConversationId,
        sender: AccountId,
        seq: i64,
    ) -> Result<i64, PortError>;

    /// Numbers of messages of `sender` that still say something, ascending.
    async fn erasable(
        &self,
        conversation: ConversationId,
        sender: AccountId,
        limit: Limit,
    ) -> Result<Vec<i64>, PortError>;

    /// Takes the body of a message and all that tells about it away. Its place, key and count stay: numbers
    /// have no hole, and an old retry is still known.
    async fn erase(&self, conversation: ConversationId, seq: i64, rev: i64) -> Result<(), PortError>;

    /// Drops what was kept for the operator of a sender.
    async fn unbury(&self, sender: AccountId) -> Result<(), PortError>;

    /// Keeps a message that could not be stored, for the operator.
    async fn bury(&self, incoming: &Incoming, reason: &str) -> Result<(), PortError>;
}
