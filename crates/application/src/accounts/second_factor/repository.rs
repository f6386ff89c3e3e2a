use async_trait::async_trait;
use kamachat_domain::{Timestamp, accounts::SecondFactor, ids::AccountId};

use crate::ports::PortError;

/// Second factors and their recovery codes.
#[async_trait]
pub trait SecondFactorRepository: Send + Sync {
    /// In a transaction the row stays locked until its end.
    async fn find(&self, account: AccountId) -> Result<Option<SecondFactor>, PortError>;

    /// Stores a factor in place of the one that is there.
    async fn put(&self, factor: &SecondFactor) -> Result<(), PortError>;

    /// Stores a changed factor where its last step still is `from`; `false` when another call was faster.
    async fn save(&self, factor: &SecondFactor, from: i64) -> Result<bool, PortError>;

    /// Removes the factor and its recovery codes.
    async fn remove(&self, account: AccountId) -> Result<(), PortError>;

    /// Stores the hashes of new recovery codes in place of all earlier ones.
    async fn put_recovery(&self, account: AccountId, hashes: &[[u8; 32]]) -> Result<(), PortError>;

    /// Uses a recovery code up; `false` when there is none or it was used.
    async fn use_recovery(
        &self,
        account: AccountId,
        hash: &[u8; 32],
        at: Timestamp,
    ) -> Result<bool, PortError>;

    /// How many recovery codes are left.
    async fn recovery_left(&self, account: AccountId) -> Result<u64, PortError>;
}
