use async_trait::async_trait;
use kamachat_domain::{
    Limit,
    contacts::{Block, Contact, FriendRequest},
    ids::{AccountId, FriendRequestId},
};

use crate::ports::PortError;

/// Contacts and friend requests.
#[async_trait]
pub trait ContactRepository: Send + Sync {
    /// Stores one side of a friendship; storing it again keeps the first.
    async fn add(&self, contact: &Contact) -> Result<(), PortError>;

    async fn find(&self, owner: AccountId, peer: AccountId) -> Result<Option<Contact>, PortError>;

    /// Stores remark, star and tags.
    async fn save(&self, contact: &Contact) -> Result<(), PortError>;

    /// Takes one side of a friendship away; `false` when there is none.
    async fn remove(&self, owner: AccountId, peer: AccountId) -> Result<bool, PortError>;

    /// Those of `peers` that `owner` has as contacts.
    async fn known_among(&self, owner: AccountId, peers: &[AccountId]) -> Result<Vec<AccountId>, PortError>;

    /// The contacts of `owner` after a peer, by the peer's id.
    async fn list(
        &self,
        owner: AccountId,
        after: Option<AccountId>,
        limit: Limit,
    ) -> Result<Vec<Contact>, PortError>;

    /// Those who have `peer` as a contact, by id.
    async fn owners_of(&self, peer: AccountId, limit: Limit) -> Result<Vec<AccountId>, PortError>;

    /// Removes all contacts of `owner`, on his side.
    async fn remove_all_of(&self, owner: AccountId) -> Result<(), PortError>;

    /// Removes a request; what is not there is fine.
    async fn remove_request(&self, id: FriendRequestId) -> Result<(), PortError>;

    /// [`PortError::Duplicate`] when the pair has a pending request, whichever way.
    async fn insert_request(&self, request: &FriendRequest) -> Result<(), PortError>;

    /// The pending request of a pair, locked in a transaction.
    async fn pending_between(&self, a: AccountId, b: AccountId) -> Result<Option<FriendRequest>, PortError>;

    /// A request that `actor` received, locked in a transaction.
    async fn received_by(
        &self,
        actor: AccountId,
        id: FriendRequestId,
    ) -> Result<Option<FriendRequest>, PortError>;

    /// A request that `actor` sent, locked in a transaction.
    async fn sent_by(
        &self,
        actor: AccountId,
        id: FriendRequestId,
    ) -> Result<Option<FriendRequest>, PortError>;

    /// Stores the decision of a request.
    async fn save_request(&self, request: &FriendRequest) -> Result<(), PortError>;

    /// Requests from or to `actor`, newest first, before a request; without those of people whom he blocks.
    async fn requests_of(
        &self,
        actor: AccountId,
        before: Option<FriendRequestId>,
        limit: Limit,
    ) -> Result<Vec<FriendRequest>, PortError>;
}

/// Who keeps whom away.
#[async_trait]
pub trait BlockRepository: Send + Sync {
    /// Stores a block; storing it again keeps the first.
    async fn put(&self, block: &Block) -> Result<(), PortError>;

    /// Takes a block away; `false` when there is none.
    async fn remove(&self, owner: AccountId, peer: AccountId) -> Result<bool, PortError>;

    /// The blocks of `owner` after a peer, by the peer's id.
    async fn list(
        &self,
        owner: AccountId,
        after: Option<AccountId>,
        limit: Limit,
    ) -> Result<Vec<Block>, PortError>;

    /// Those of the two that block the other one.
    async fn between(&self, a: AccountId, b: AccountId) -> Result<Vec<AccountId>, PortError>;

    /// Those of `others` that `person` blocks or that block him, in no order.
    async fn around(&self, person: AccountId, others: &[AccountId]) -> Result<Vec<AccountId>, PortError>;
}
