use async_trait::async_trait;
use kamachat_domain::{
    accounts::Export,
    ids::{AccountId, ExportId},
};

use crate::ports::PortError;

/// Archives that people asked for.
#[async_trait]
pub trait ExportRepository: Send + Sync {
    async fn insert(&self, export: &Export) -> Result<(), PortError>;

    /// Locked in a transaction.
    async fn find(&self, id: ExportId) -> Result<Option<Export>, PortError>;

    /// The archive that a link with this hash leads to, locked in a transaction.
    async fn by_link(&self, hash: &[u8; 32]) -> Result<Option<Export>, PortError>;

    /// The newest archive of an account.
    async fn latest_of(&self, account: AccountId) -> Result<Option<Export>, PortError>;

    /// Every archive of an account, erased ones too.
    async fn all_of(&self, account: AccountId) -> Result<Vec<Export>, PortError>;

    /// Stores everything but whose it is.
    async fn save(&self, export: &Export) -> Result<(), PortError>;
}
