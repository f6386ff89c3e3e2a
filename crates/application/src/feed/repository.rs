use async_trait::async_trait;
use kamachat_domain::{Limit, Timestamp, ids::AccountId};
use uuid::Uuid;

use super::{FeedEvent, FeedKind};
use crate::ports::PortError;

/// Numbered events of accounts.
#[async_trait]
pub trait FeedRepository: Send + Sync {
    /// Appends an event under the account's row lock; its number is the account's next. When several accounts
    /// are written in one transaction, callers go through them in the order of their ids.
    async fn append(
        &self,
        account: AccountId,
        kind: FeedKind,
        ref_id: Uuid,
        at: Timestamp,
    ) -> Result<FeedEvent, PortError>;

    /// The number of the newest event, 0 when there is none.
    async fn last(&self, account: AccountId) -> Result<i64, PortError>;

    /// Events with a number above `since`, ascending.
    async fn since(&self, account: AccountId, since: i64, limit: Limit) -> Result<Vec<FeedEvent>, PortError>;

    /// Forgets the `at_most` oldest events from before a time, and those that happened together with the last of
    /// them; how many they were.
    async fn forget(&self, before: Timestamp, at_most: u64) -> Result<u64, PortError>;
}
