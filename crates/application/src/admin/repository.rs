use async_trait::async_trait;
use kamachat_domain::{
    Limit, Timestamp,
    admin::{Report, ReportState},
    ids::ReportId,
};

use crate::ports::PortError;

/// What was reported. Nothing else in the store takes a report or its evidence away.
#[async_trait]
pub trait ReportRepository: Send + Sync {
    /// [`PortError::Duplicate`] when the same person has an open report of the same thing.
    async fn insert(&self, report: &Report) -> Result<(), PortError>;

    /// The open report with this [`Report::key`].
    async fn open(&self, key: &[u8; 32]) -> Result<Option<Report>, PortError>;

    /// Reports in a state after one, the oldest first.
    async fn list(
        &self,
        state: ReportState,
        after: Option<ReportId>,
        limit: Limit,
    ) -> Result<Vec<Report>, PortError>;

    /// Ends a report; `false` when there is no open one of that id.
    async fn close(&self, id: ReportId, at: Timestamp) -> Result<bool, PortError>;
}
