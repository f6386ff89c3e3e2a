use async_trait::async_trait;
use kamachat_domain::{accounts::Settings, ids::AccountId};

use crate::ports::PortError;

/// What people chose. Only what differs from the defaults needs a row.
#[async_trait]
pub trait SettingRepository: Send + Sync {
    /// The settings of an account, with defaults for what was never chosen.
    async fn settings(&self, account: AccountId) -> Result<Settings, PortError>;

    /// Stores a value; `ver` is the number of the feed event that announces it.
    async fn put_setting(
        &self,
        account: AccountId,
        key: &str,
        value: &str,
        ver: i64,
    ) -> Result<(), PortError>;
}
