use async_trait::async_trait;
use kamachat_domain::{
    Limit, Timestamp,
    conversations::{Conversation, MemberState, Membership},
    ids::{AccountId, ConversationId},
};

use crate::ports::PortError;

/// Where a list of conversations goes on: strictly below this activity and, within the same millisecond, this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListCursor {
    pub last_activity_at: Timestamp,
    pub id: ConversationId,
}

/// A member as fan-out needs him.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    pub account_id: AccountId,
    pub state: MemberState,
    pub visible_from: i64,
    pub left_seq: Option<i64>,
}

/// Heads and memberships.
#[async_trait]
pub trait ConversationRepository: Send + Sync {
    /// [`PortError::Duplicate`] when the pair has a direct chat.
    async fn insert(&self, head: &Conversation, members: &[Membership]) -> Result<(), PortError>;

    async fn by_direct_key(&self, key: &[u8; 32]) -> Result<Option<Conversation>, PortError>;

    /// The conversation if `actor` is an active member of it: the only way to load one for somebody.
    async fn find_for(
        &self,
        actor: AccountId,
        id: ConversationId,
    ) -> Result<Option<(Conversation, Membership)>, PortError>;

    /// The conversations of `actor`, newest activity first.
    async fn list_for(
        &self,
        actor: AccountId,
        after: Option<ListCursor>,
        limit: Limit,
    ) -> Result<Vec<(Conversation, Membership)>, PortError>;

    /// Every conversation that `account` is or was in, by id.
    async fn ids_of(
        &self,
        account: AccountId,
        after: Option<ConversationId>,
        limit: Limit,
    ) -> Result<Vec<ConversationId>, PortError>;

    /// The memberships of the other side of direct chats, for `ids` that are direct.
    async fn peers(&self, actor: AccountId, ids: &[ConversationId]) -> Result<Vec<Membership>, PortError>;

    /// Sum of unread over the conversations of `actor` that are in his list and not silent.
    async fn total_unread(&self, actor: AccountId) -> Result<i64, PortError>;

    /// Locks heads for writing, in the order of their ids. Only those that exist come back.
    async fn lock(&self, ids: &[ConversationId]) -> Result<Vec<Conversation>, PortError>;

    /// Locks memberships for writing, in the order of (conversation, account); after [`Self::lock`].
    async fn lock_members(&self, keys: &[(ConversationId, AccountId)]) -> Result<Vec<Membership>, PortError>;

    /// Writes locked heads back; `at` becomes their `updated_at`, which the sweeper looks at.
    async fn save(&self, heads: &[Conversation], at: Timestamp) -> Result<(), PortError>;

    /// Writes locked memberships back.
    async fn save_members(&self, members: &[Membership]) -> Result<(), PortError>;

    /// Stores in all memberships of an account whether the others see what it has read; before the account
    /// itself is locked.
    async fn show_receipts(&self, account: AccountId, shown: bool) -> Result<(), PortError>;

    /// The version of the members; `None` when there is no such conversation.
    async fn member_rev(&self, id: ConversationId) -> Result<Option<i64>, PortError>;

    /// Up to `most` of those who are or were members, in no order.
    async fn some_members(&self, id: ConversationId, most: u64) -> Result<Vec<Member>, PortError>;

    /// Those of `accounts` who are or were members, in no order. Costs as much as there are accounts, however
    /// many members there are.
    async fn members_among(
        &self,
        id: ConversationId,
        accounts: &[AccountId],
    ) -> Result<Vec<Member>, PortError>;

    /// Whether more than this many are active members; counts no further.
    async fn has_more_members(&self, id: ConversationId, than: u64) -> Result<bool, PortError>;

    /// Heads with the time of their last change, oldest change first, then by id: those that changed after `since`,
    /// or at it and have an id above `above`.
    async fn touched_since(
        &self,
        since: Timestamp,
        above: ConversationId,
        limit: Limit,
    ) -> Result<Vec<(Timestamp, Conversation)>, PortError>;
}
