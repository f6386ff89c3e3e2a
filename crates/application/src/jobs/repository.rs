use async_trait::async_trait;
use kamachat_domain::{Limit, Timestamp, ids::JobId};

use super::{JobKind, JobState, StoredJob};
use crate::ports::PortError;

/// Jobs.
#[async_trait]
pub trait JobRepository: Send + Sync {
    async fn insert(&self, job: &StoredJob) -> Result<(), PortError>;

    /// The waiting job of these kinds that is due for the longest time.
    async fn due(&self, kinds: &[JobKind], now: Timestamp) -> Result<Option<StoredJob>, PortError>;

    /// Begins an attempt, which has until `until`. `false` when somebody else began one since `job` was read.
    async fn begin(&self, job: &StoredJob, until: Timestamp) -> Result<bool, PortError>;

    /// Ends a waiting job, or lets it wait until `job.next_at`, with the state, error and end that `job` says.
    /// `false` when another attempt than `job.attempts` was begun meanwhile, which then decides.
    async fn settle(&self, job: &StoredJob) -> Result<bool, PortError>;

    /// Jobs in a state, oldest first, after one that was seen.
    async fn list(
        &self,
        state: JobState,
        after: Option<JobId>,
        limit: Limit,
    ) -> Result<Vec<StoredJob>, PortError>;

    /// Lets a dead job begin anew at `at`. `false` when it is not dead.
    async fn revive(&self, id: JobId, at: Timestamp) -> Result<bool, PortError>;

    /// Forgets jobs that were done before `before`; answers how many.
    async fn forget_done(&self, before: Timestamp) -> Result<u64, PortError>;
}
