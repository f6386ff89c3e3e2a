use std::sync::Arc;

use async_trait::async_trait;
use kamachat_domain::{
    accounts::{Account, Export, ExportState},
    ids::ExportId,
};

use super::archive::Archive;
use crate::{
    feed::{Announcements, FeedKind},
    jobs::{Job, JobError, JobHandler, JobKind, Jobs},
    ports::{BlobKey, Blobs, Bus, PortError},
    store::Store,
};

/// Makes an archive.
pub(super) const MAKE: JobKind = JobKind::named("export.make");
/// Erases an archive whose time is over.
pub(in crate::accounts) const ERASE: JobKind = JobKind::named("export.erase");

/// Makes archives.
pub struct ExportMake {
    pub store: Arc<dyn Store>,
    pub blobs: Arc<dyn Blobs>,
    pub jobs: Jobs,
    pub bus: Arc<dyn Bus>,
}

#[async_trait]
impl JobHandler for ExportMake {
    fn kind(&self) -> JobKind {
        MAKE
    }

    async fn run(&self, job: &Job) -> Result<(), JobError> {
        let id: ExportId = job.payload()?;
        let read = self.store.read();
        let export = read.exports().find(id).await?;
        let Some(export) = export.filter(|export| export.state == ExportState::Pending) else {
            return Ok(());
        };
        let owner = read.accounts().find(export.account_id).await?.filter(Account::is_active);
        let Some(owner) = owner else { return Ok(()) };
        let file = self.blobs.create(&BlobKey::export(id)).await?;
        let bytes = Archive::new(&*read, &*self.blobs, file).write(&owner).await?;
        self.announce(export, bytes).await?;
        Ok(())
    }
}

impl ExportMake {
    async fn announce(&self, mut export: Export, bytes: u64) -> crate::Result<()> {
        let tx = self.store.begin().await?;
        let at = tx.now().await?;
        let bytes = i64::try_from(bytes).map_err(|_| PortError::Corrupt("the length of an archive"))?;
        let expires_at = export.finish(bytes, at);
        let event = tx.feed().append(export.account_id, FeedKind::Export, export.id.into(), at).await?;
        tx.exports().save(&export).await?;
        self.jobs.add_at(&*tx, ERASE, &export.id, expires_at).await?;
        tx.commit().await?;
        let mut news = Announcements::default();
        news.add(export.account_id, event);
        news.publish(&*self.bus);
        Ok(())
    }
}

/// Erases archives: after their download, after their week, and with their owner.
pub struct ExportErase {
    pub store: Arc<dyn Store>,
    pub blobs: Arc<dyn Blobs>,
}

#[async_trait]
impl JobHandler for ExportErase {
    fn kind(&self) -> JobKind {
        ERASE
    }

    async fn run(&self, job: &Job) -> Result<(), JobError> {
        let id: ExportId = job.payload()?;
        self.blobs.delete(&BlobKey::export(id)).await?;
        let tx = self.store.begin().await?;
        if let Some(mut export) = tx.exports().find(id).await? {
            export.erase();
            tx.exports().save(&export).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
