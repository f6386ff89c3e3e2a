use async_trait::async_trait;
use kamachat_domain::{accounts::Activity, ids::AccountId};

use super::PortError;

/// Who has a device with an open socket, over all nodes. A node's word lasts [`Self::seconds`] unless it is
/// repeated, so that a node that died leaves nobody online for longer.
#[async_trait]
pub trait Presence: Send + Sync {
    /// How long a word lasts.
    fn seconds(&self) -> u64;

    /// What this node's sockets of these accounts say.
    async fn put(&self, here: &[(AccountId, Activity)]) -> Result<(), PortError>;

    /// This node has no socket of the account any more.
    async fn remove(&self, account: AccountId) -> Result<(), PortError>;

    /// Those of `accounts` that are somewhere, with the most present word of all nodes.
    async fn find(&self, accounts: &[AccountId]) -> Result<Vec<(AccountId, Activity)>, PortError>;
}
