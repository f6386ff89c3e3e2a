//! What fan-out and sweep read of the application, as a trait so that they can be tested without a store.

use async_trait::async_trait;
use kamachat_application::{Result, Services, conversations::MemberList, messages::MessageView};
use kamachat_domain::{
    Limit, Timestamp,
    conversations::Conversation,
    ids::{AccountId, ConversationId, SessionId},
};

#[async_trait]
pub(crate) trait Directory: Send + Sync {
    /// All members if they are few; of many none.
    async fn members(&self, id: ConversationId) -> Result<Option<MemberList>>;
    /// The members among `accounts`.
    async fn members_among(&self, id: ConversationId, accounts: &[AccountId]) -> Result<Option<MemberList>>;
    /// The newest message and the version of the members it may be shown under.
    async fn newest(&self, id: ConversationId) -> Result<Option<(i64, MessageView)>>;
    async fn now(&self) -> Result<Timestamp>;
    async fn touched_since(
        &self,
        since: Timestamp,
        above: ConversationId,
    ) -> Result<Vec<(Timestamp, Conversation)>>;
    async fn ended_sessions(&self, ids: &[SessionId]) -> Result<Vec<SessionId>>;
}

#[async_trait]
impl Directory for Services {
    async fn members(&self, id: ConversationId) -> Result<Option<MemberList>> {
        self.conversations.members(id).await
    }

    async fn members_among(&self, id: ConversationId, accounts: &[AccountId]) -> Result<Option<MemberList>> {
        self.conversations.members_among(id, accounts).await
    }

    async fn newest(&self, id: ConversationId) -> Result<Option<(i64, MessageView)>> {
        self.messages.newest(id).await
    }

    async fn now(&self) -> Result<Timestamp> {
        self.conversations.db_now().await
    }

    async fn touched_since(
        &self,
        since: Timestamp,
        above: ConversationId,
    ) -> Result<Vec<(Timestamp, Conversation)>> {
        self.conversations.touched_since(since, above, Limit::max()).await
    }

    async fn ended_sessions(&self, ids: &[SessionId]) -> Result<Vec<SessionId>> {
        self.accounts.ended_sessions(ids).await
    }
}
