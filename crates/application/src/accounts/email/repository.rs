use async_trait::async_trait;
use kamachat_domain::{
    Timestamp,
    accounts::{Email, EmailProof, EmailPurpose},
    ids::{AccountId, EmailProofId},
};

use crate::ports::PortError;

/// Whose an e-mail address is, and the links that show it.
#[async_trait]
pub trait EmailRepository: Send + Sync {
    /// Who has shown that the address is his.
    async fn holder(&self, email: &Email) -> Result<Option<AccountId>, PortError>;

    /// The address is the account's from now on, verified, in place of the one that it had.
    /// [`PortError::Duplicate`] when it is somebody else's.
    async fn confirm(&self, account: AccountId, email: &Email, at: Timestamp) -> Result<(), PortError>;

    async fn insert(&self, proof: &EmailProof) -> Result<(), PortError>;

    /// The link with this hash, whatever its state.
    async fn find(&self, token_hash: &[u8; 32]) -> Result<Option<EmailProof>, PortError>;

    /// Uses a link up; `false` when it was used before. Calls at the same moment wait for each other.
    async fn use_up(&self, id: EmailProofId, at: Timestamp) -> Result<bool, PortError>;

    /// Ends the links of an account that are for one of `purposes` and were not used.
    async fn end(
        &self,
        account: AccountId,
        purposes: &[EmailPurpose],
        at: Timestamp,
    ) -> Result<(), PortError>;

    /// When links went to an address after `since`, whoever asked for them; in no order, at most the newest
    /// `limit`.
    async fn sent(&self, target: &Email, since: Timestamp, limit: u64) -> Result<Vec<Timestamp>, PortError>;

    /// Forgets links that were made before `before`.
    async fn forget(&self, before: Timestamp) -> Result<(), PortError>;
}
