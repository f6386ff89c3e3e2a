use kamachat_domain::{
    Timestamp,
    admin::{Report, ReportError, ReportReason, ReportState, ReportTarget, ReportText},
    ids::ReportId,
};

use super::{Reports, evidence::Found};
use crate::{
    Actor, Error, Result,
    ports::{Budget, PortError, Subject},
    retry::again,
};

/// What the actor reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReport {
    pub target: ReportTarget,
    pub reason: ReportReason,
    pub text: Option<ReportText>,
}

/// A report that is with whoever runs the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported {
    pub id: ReportId,
    pub created_at: Timestamp,
    /// The actor reported it before and nobody decided yet: that report stands as it was.
    pub duplicate: bool,
}

impl Reports {
    /// Reports what the actor sees, with the evidence. Blocks play no part, whoever blocks whom. The reported one
    /// is not told.
    ///
    /// # Errors
    /// [`Error::NotFound`] for what the actor does not see, [`ReportError::Myself`],
    /// [`ReportError::NothingLeft`].
    pub async fn report(&self, actor: &Actor, new: &NewReport) -> Result<Reported> {
        self.limits.take(Budget::Report, &Subject::Account(actor.account_id), 1).await?;
        if new.target == ReportTarget::User(actor.account_id) {
            return Err(ReportError::Myself.into());
        }
        let Found { evidence, avatar } = self.look_at(actor, new.target).await?;
        if let Some(before) = self.reported(actor, new.target).await? {
            return Ok(before);
        }
        let report = Report {
            id: self.ids.next().into(),
            reporter_id: actor.account_id,
            target: new.target,
            reason: new.reason,
            text: new.text.clone(),
            evidence,
            picture: self.picture(avatar).await?,
            state: ReportState::Open,
            created_at: self.store.read().now().await?,
            closed_at: None,
        };
        match again(|| self.keep(&report)).await {
            // Two devices at once.
            Err(Error::Port(PortError::Duplicate)) => {
                self.reported(actor, new.target).await?.ok_or(Error::Busy)
            }
            kept => {
                kept.map(|()| Reported { id: report.id, created_at: report.created_at, duplicate: false })
            }
        }
    }

    async fn keep(&self, report: &Report) -> Result<()> {
        let tx = self.store.begin().await?;
        tx.reports().insert(report).await?;
        Ok(tx.commit().await?)
    }

    /// What the actor reported before.
    async fn reported(&self, actor: &Actor, target: ReportTarget) -> Result<Option<Reported>> {
        let open = self.store.read().reports().open(&Report::key(actor.account_id, target)).await?;
        Ok(open.map(|report| Reported { id: report.id, created_at: report.created_at, duplicate: true }))
    }
}
