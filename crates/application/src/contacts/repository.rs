use async_trait::async_trait;
use kamachat_domain::{
    Limit,
    contacts::{Contact, FriendRequest},
    ids::{AccountId, FriendRequestId},
};

use crate::ports::PortError;

/// Contacts and friend requests.
#[async_trait]
pub trait ContactRepository: Send + Sync {
    /// Stores one side of a friendship; storing it again keeps the first.
    async fn add(&self, contact: &Contact) -> Result<(), PortError>;

    async fn find(&self, owner: AccountId, peer: AccountId) -> Result<Option<Contact>, PortError>;

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

    /// Removes one side of a friendship; what is not there is fine.
    async fn remove(&self, owner: AccountId, peer: AccountId) -> Result<(), PortError>;

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

    /// Stores the decision of a request.
    async fn save_request(&self, request: &FriendRequest) -> Result<(), PortError>;

    /// Requests from or to `actor`, newest first, before a request.
    async fn requests_of(
        &self,
        actor: AccountId,
        before: Option<FriendRequestId>,
        limit: Limit,
    ) -> Result<Vec<FriendRequest>, PortError>;
}
