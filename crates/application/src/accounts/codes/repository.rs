use async_trait::async_trait;
use kamachat_domain::{
    Timestamp,
    accounts::{Account, CodeChallenge, Phone},
    ids::AccountId,
};

use crate::ports::PortError;

/// Phone numbers of accounts.
#[async_trait]
pub trait PhoneRepository: Send + Sync {
    /// Stores an account that signs in by code only. [`PortError::Duplicate`] when the user name, the address or
    /// the number is taken.
    async fn insert_without_password(&self, account: &Account) -> Result<(), PortError>;

    async fn by_phone(&self, phone: &Phone) -> Result<Option<Account>, PortError>;

    /// Stores or removes the number of an account. [`PortError::Duplicate`] when another account has it.
    async fn set_phone(&self, id: AccountId, phone: Option<&Phone>, at: Timestamp) -> Result<(), PortError>;
}

/// Codes that were sent.
#[async_trait]
pub trait CodeChallengeRepository: Send + Sync {
    /// Makes those who send codes wait for each other; in a transaction only.
    async fn lock_sending(&self) -> Result<(), PortError>;

    /// When the newest challenge but `skipped` was made, of one target or of all.
    async fn newest_but(
        &self,
        skipped: u32,
        target: Option<&[u8; 32]>,
    ) -> Result<Option<Timestamp>, PortError>;

    /// Stores a challenge and ends the older ones of its slot.
    async fn insert(&self, challenge: &CodeChallenge) -> Result<(), PortError>;

    /// The newest challenge of a slot that did not end; it may be too old or tried too often. In a transaction
    /// the row stays locked until its end.
    async fn open_of(&self, slot: &[u8; 32]) -> Result<Option<CodeChallenge>, PortError>;

    /// Stores tries and end.
    async fn save(&self, challenge: &CodeChallenge) -> Result<(), PortError>;

    /// Removes challenges that were made before `at`.
    async fn forget_before(&self, at: Timestamp) -> Result<(), PortError>;
}
