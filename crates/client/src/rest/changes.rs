//! Changes to messages that were sent.

use kamachat_domain::ids::ConversationId;
use kamachat_protocol::{
    Page,
    messages::{ChangedMessages, EarlierText, EditMessage, Message, MessageReaders, PinnedMessage, TextBody},
};
use reqwest::Method;

use crate::{Client, error::Result, http::Call};

fn message(id: ConversationId, seq: i64, rest: &str) -> String {
    format!("conversations/{id}/messages/{seq}{rest}")
}

/// An emoji as part of an address.
fn reaction(id: ConversationId, seq: i64, emoji: &str) -> String {
    let encoded: String = emoji.bytes().map(|byte| format!("%{byte:02X}")).collect();
    message(id, seq, &format!("/reactions/{encoded}"))
}

impl Client {
    /// What was changed after the change `since`; ask again from its `last_rev` while there is more.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn changes(&self, id: ConversationId, since: i64) -> Result<ChangedMessages> {
        self.ask(Call::get(&format!("conversations/{id}/changes")).with("since", Some(since))).await
    }

    /// Gives an own text other words; `version` is how many edits of it are known here.
    ///
    /// # Errors
    /// `message.edit_conflict`, `message.edit_expired`, other `message.*` codes.
    pub async fn edit_message(
        &self,
        id: ConversationId,
        seq: i64,
        text: &str,
        version: i64,
    ) -> Result<Message> {
        let edit = EditMessage { body: TextBody { text: text.to_owned() }, version };
        self.ask(Call::new(Method::PATCH, &message(id, seq, "")).body(&edit)?).await
    }

    /// The texts that a message had before.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn earlier_texts(&self, id: ConversationId, seq: i64) -> Result<Page<EarlierText>> {
        self.ask(Call::get(&message(id, seq, "/edits"))).await
    }

    /// Who has read a message, as far as they let it be seen.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn message_readers(&self, id: ConversationId, seq: i64) -> Result<MessageReaders> {
        self.ask(Call::get(&message(id, seq, "/readers"))).await
    }

    /// Takes a message back.
    ///
    /// # Errors
    /// `message.recall_expired`, `message.not_sender`, `group.forbidden`.
    pub async fn recall_message(&self, id: ConversationId, seq: i64) -> Result<Message> {
        self.ask(Call::post(&message(id, seq, "/recall"))).await
    }

    /// Deletes a message for the own account alone.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn delete_message_for_me(&self, id: ConversationId, seq: i64) -> Result<()> {
        self.tell(Call::new(Method::DELETE, &message(id, seq, ""))).await?;
        Ok(())
    }

    /// Clears the history of a conversation for the own account alone.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn clear_history(&self, id: ConversationId) -> Result<()> {
        self.tell(Call::new(Method::DELETE, &format!("conversations/{id}/messages"))).await?;
        Ok(())
    }

    /// Reacts with one emoji, or takes that back.
    ///
    /// # Errors
    /// `message.emoji_invalid`, `message.too_many_reactions`.
    pub async fn react(&self, id: ConversationId, seq: i64, emoji: &str, on: bool) -> Result<Message> {
        let path = reaction(id, seq, emoji);
        self.ask(Call::new(if on { Method::PUT } else { Method::DELETE }, &path)).await
    }

    /// Pins a message for everybody, or not any more.
    ///
    /// # Errors
    /// `group.forbidden`, `message.too_many_pins`.
    pub async fn pin_message(&self, id: ConversationId, seq: i64, on: bool) -> Result<Message> {
        let path = message(id, seq, "/pin");
        self.ask(Call::new(if on { Method::PUT } else { Method::DELETE }, &path)).await
    }

    /// The pinned messages, the newest pin first.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn pinned_messages(&self, id: ConversationId) -> Result<Page<PinnedMessage>> {
        self.ask(Call::get(&format!("conversations/{id}/pins"))).await
    }
}
