use kamachat_domain::ids::{AccountId, ConversationId};
use kamachat_protocol::{
    Page,
    conversations::{Conversation, ConversationChange, MarkRead, OpenDirect, ReadState, UnreadCount},
};
use reqwest::Method;

use crate::{Client, error::Result, http::Call};

impl Client {
    /// A page of the conversations, newest activity first.
    ///
    /// # Errors
    /// As any call.
    pub async fn conversations(
        &self,
        cursor: Option<&str>,
        limit: Option<u32>,
    ) -> Result<Page<Conversation>> {
        self.ask(Call::get("conversations").with("cursor", cursor).with("limit", limit)).await
    }

    /// One conversation.
    ///
    /// # Errors
    /// `not_found` also when it is somebody else's.
    pub async fn conversation(&self, id: ConversationId) -> Result<Conversation> {
        self.ask(Call::get(&format!("conversations/{id}"))).await
    }

    /// The direct chat with a contact; with the own id the saved messages.
    ///
    /// # Errors
    /// `conversation.not_contacts`.
    pub async fn open_direct(&self, user_id: AccountId) -> Result<Conversation> {
        self.ask(Call::post("conversations/direct").body(&OpenDirect { user_id })?).await
    }

    /// Changes how this account keeps a conversation: pinned, silent, put aside, its draft.
    ///
    /// # Errors
    /// `not_found`, `message.too_long` for a draft.
    pub async fn change_conversation(
        &self,
        id: ConversationId,
        change: &ConversationChange,
    ) -> Result<Conversation> {
        self.ask(Call::new(Method::PATCH, &format!("conversations/{id}")).body(change)?).await
    }

    /// Moves the read cursor forwards, never backwards.
    ///
    /// # Errors
    /// `not_found`.
    pub async fn mark_read(&self, id: ConversationId, seq: i64) -> Result<ReadState> {
        let path = format!("conversations/{id}/read");
        self.ask(Call::new(Method::PUT, &path).body(&MarkRead { seq })?).await
    }

    /// Unread messages over the conversations that are in the list and not silent.
    ///
    /// # Errors
    /// As any call.
    pub async fn unread_count(&self) -> Result<i64> {
        Ok(self.ask::<UnreadCount>(Call::get("unread-count")).await?.total)
    }
}
