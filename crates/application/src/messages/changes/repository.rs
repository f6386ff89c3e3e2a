use async_trait::async_trait;
use kamachat_domain::{
    Limit, Timestamp,
    ids::{AccountId, ConversationId},
    messages::{EarlierText, Emoji, Message},
};

use crate::ports::PortError;

/// A pinned message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    pub seq: i64,
    pub by: AccountId,
    pub at: Timestamp,
}

/// What happens to messages after they were sent. Whoever writes what others see holds the lock of the conversation.
#[async_trait]
pub trait MessageChangeRepository: Send + Sync {
    /// Messages by number, in no order.
    async fn by_seqs(&self, conversation: ConversationId, seqs: &[i64]) -> Result<Vec<Message>, PortError>;

    /// Writes body, hash, `rev`, references and changes of a message.
    async fn save(&self, message: &Message) -> Result<(), PortError>;

    /// Messages from number `first` on that were changed after the change `since`, by their newest change; and
    /// whether the page is full.
    async fn changed_since(
        &self,
        conversation: ConversationId,
        since: i64,
        first: i64,
        limit: Limit,
    ) -> Result<(Vec<Message>, bool), PortError>;

    /// Keeps a text that a message had before.
    async fn keep_text(
        &self,
        conversation: ConversationId,
        seq: i64,
        earlier: &EarlierText,
    ) -> Result<(), PortError>;

    /// The texts that a message had before, the first one first.
    async fn earlier_texts(
        &self,
        conversation: ConversationId,
        seq: i64,
    ) -> Result<Vec<EarlierText>, PortError>;

    /// Drops earlier texts, reactions and the pin of a message.
    async fn drop_details(&self, conversation: ConversationId, seq: i64) -> Result<(), PortError>;

    /// Stores a reaction, which must not be there.
    async fn react(
        &self,
        conversation: ConversationId,
        seq: i64,
        who: AccountId,
        emoji: &Emoji,
        at: Timestamp,
    ) -> Result<(), PortError>;

    async fn unreact(
        &self,
        conversation: ConversationId,
        seq: i64,
        who: AccountId,
        emoji: &Emoji,
    ) -> Result<(), PortError>;

    /// What somebody reacts with to these messages.
    async fn reactions_of(
        &self,
        who: AccountId,
        places: &[(ConversationId, i64)],
    ) -> Result<Vec<((ConversationId, i64), Emoji)>, PortError>;

    /// Who reacts to a message with an emoji, the first ones.
    async fn reacting(
        &self,
        conversation: ConversationId,
        seq: i64,
        emoji: &Emoji,
        limit: Limit,
    ) -> Result<Vec<AccountId>, PortError>;

    /// Some messages that somebody reacts to.
    async fn reacted_by(&self, who: AccountId, limit: Limit)
    -> Result<Vec<(ConversationId, i64)>, PortError>;

    /// Stores a pin, which must not be there.
    async fn pin(&self, conversation: ConversationId, pin: Pin) -> Result<(), PortError>;

    async fn unpin(&self, conversation: ConversationId, seq: i64) -> Result<(), PortError>;

    /// The pinned messages, the newest pin first.
    async fn pins(&self, conversation: ConversationId) -> Result<Vec<Pin>, PortError>;

    /// Deletes a message for one account, whose membership is locked; `false` when it is so already.
    async fn hide(
        &self,
        who: AccountId,
        conversation: ConversationId,
        seq: i64,
        at: Timestamp,
    ) -> Result<bool, PortError>;

    /// Which of these messages somebody deleted for himself.
    async fn hidden(
        &self,
        who: AccountId,
        seqs: &[(ConversationId, i64)],
    ) -> Result<Vec<(ConversationId, i64)>, PortError>;

    /// Who deleted a message for himself.
    async fn hidden_from(&self, conversation: ConversationId, seq: i64) -> Result<Vec<AccountId>, PortError>;
}
