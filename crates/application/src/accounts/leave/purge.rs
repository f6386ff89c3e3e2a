use std::sync::Arc;

use async_trait::async_trait;
use kamachat_domain::{
    Timestamp,
    accounts::{Account, AccountStatus, Username},
    ids::AccountId,
};

use super::{Leaving, PURGE, steps};
use crate::{
    Result,
    accounts::{avatar, export},
    groups::leave_all,
    jobs::{Job, JobError, JobHandler, JobKind, Jobs},
    ports::{Bus, Ids, PortError},
    store::Store,
};

/// Erases accounts: first who it was, then what he left with others, a page in each transaction. Cut off
/// anywhere and begun again, it goes on where it was.
pub struct Purge {
    pub store: Arc<dyn Store>,
    pub ids: Arc<dyn Ids>,
    pub jobs: Jobs,
    pub bus: Arc<dyn Bus>,
}

#[async_trait]
impl JobHandler for Purge {
    fn kind(&self) -> JobKind {
        PURGE
    }

    async fn run(&self, job: &Job) -> std::result::Result<(), JobError> {
        let Leaving { account, erases_at } = job.payload()?;
        Ok(self.erase(account, erases_at).await?)
    }
}

impl Purge {
    /// Erases an account that is to be erased at `erases_at`. Does nothing when its owner took that back.
    ///
    /// # Errors
    /// What the database says; begin again then.
    pub async fn erase(&self, id: AccountId, erases_at: Timestamp) -> Result<()> {
        let Some(account) = self.store.read().accounts().find(id).await? else { return Ok(()) };
        match account.status {
            AccountStatus::Leaving if account.erases_at == Some(erases_at) => {
                self.forget(id, erases_at).await?;
            }
            // Begun before.
            AccountStatus::Deleted => {}
            _ => return Ok(()),
        }
        steps::requests(&*self.store, &*self.bus, id).await?;
        steps::contacts(&*self.store, &*self.bus, id).await?;
        leave_all(&*self.store, &*self.ids, &*self.bus, id).await?;
        steps::reactions(&*self.store, id).await?;
        steps::messages(&*self.store, &*self.bus, id).await
    }

    /// Who it was is gone with one commit, and everything that only concerned the owner.
    async fn forget(&self, id: AccountId, erases_at: Timestamp) -> Result<()> {
        let tx = self.store.begin().await?;
        tx.accounts().lock(id).await?;
        let account = tx.accounts().find(id).await?;
        let leaving = |account: &Account| account.erases_at == Some(erases_at);
        let Some(mut account) = account.filter(leaving) else { return Ok(()) };
        let at = tx.now().await?;
        if let Some(picture) = account.avatar {
            self.jobs.add(&*tx, avatar::SWEEP, &picture).await?;
        }
        for export in tx.exports().all_of(id).await? {
            self.jobs.add(&*tx, export::ERASE, &export.id).await?;
        }
        account.erase(nobody(self.ids.secret())?);
        tx.accounts().erase(&account, at).await?;
        tx.messages().unbury(id).await?;
        Ok(tx.commit().await?)
    }
}

/// A name that nobody can have taken before, because nobody can guess it.
fn nobody(secret: [u8; 32]) -> Result<Username> {
    let letters: String = secret.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    Ok(Username::parse(&format!("deleted-{letters}"))
        .map_err(|_| PortError::Corrupt("a user name of our own"))?)
}
