use std::sync::Arc;

use async_trait::async_trait;
use kamachat_domain::{
    Limit,
    accounts::AvatarSize,
    ids::{AccountId, AvatarId},
};

use crate::{
    feed::{Announcements, FeedKind},
    jobs::{Job, JobError, JobHandler, JobKind},
    ports::{BlobKey, Blobs, Bus},
    store::Store,
};

/// Deletes the files of a version that nobody shows.
pub(in crate::accounts) const SWEEP: JobKind = JobKind::named("avatar.sweep");
/// Tells the contacts of an account that it looks different.
pub(super) const SPREAD: JobKind = JobKind::named("avatar.spread");

/// Deletes files of pictures that are not shown (any more): of replaced ones, and of those whose upload was cut
/// off between its files and its row.
pub struct AvatarSweep {
    pub store: Arc<dyn Store>,
    pub blobs: Arc<dyn Blobs>,
}

#[async_trait]
impl JobHandler for AvatarSweep {
    fn kind(&self) -> JobKind {
        SWEEP
    }

    async fn run(&self, job: &Job) -> Result<(), JobError> {
        let avatar: AvatarId = job.payload()?;
        let read = self.store.read();
        let is_shown = read.accounts().by_avatar(avatar).await?.is_some()
            || read.groups().by_avatar(avatar).await?.is_some();
        if is_shown {
            return Ok(());
        }
        for size in AvatarSize::ALL {
            self.blobs.delete(&BlobKey::avatar(avatar, size)).await?;
        }
        Ok(())
    }
}

/// Writes an event into the feed of each contact of an account, a page of them in each transaction.
pub struct AvatarSpread {
    pub store: Arc<dyn Store>,
    pub bus: Arc<dyn Bus>,
}

#[async_trait]
impl JobHandler for AvatarSpread {
    fn kind(&self) -> JobKind {
        SPREAD
    }

    async fn run(&self, job: &Job) -> Result<(), JobError> {
        let account: AccountId = job.payload()?;
        let mut after = None;
        loop {
            // In the order of their ids, as all who write several feeds do.
            let tx = self.store.begin().await?;
            let contacts = tx.contacts().list(account, after, Limit::DEFAULT).await?;
            let Some(last) = contacts.last() else { return Ok(()) };
            after = Some(last.peer_id);
            let at = tx.now().await?;
            let mut announcements = Announcements::default();
            for contact in &contacts {
                let event = tx.feed().append(contact.peer_id, FeedKind::Contact, account.into(), at).await?;
                announcements.add(contact.peer_id, event);
            }
            tx.commit().await?;
            announcements.publish(&*self.bus);
        }
    }
}
