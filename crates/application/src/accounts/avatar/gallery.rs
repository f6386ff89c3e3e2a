use std::sync::Arc;

use bytes::Bytes;
use chrono::TimeDelta;
use kamachat_domain::ids::AvatarId;

use super::SWEEP;
use crate::{
    Actor, Result,
    jobs::Jobs,
    ports::{BlobKey, Blobs, Budget, Ids, Pictures, RateLimiter, Subject},
    store::{Store, Transaction},
};

/// When files that were stored must have become somebody's picture.
const FORGOTTEN: TimeDelta = TimeDelta::hours(1);

/// Takes pictures in, of people and of groups, and sees to it that no file is left behind.
#[derive(Clone)]
pub struct Gallery {
    pub store: Arc<dyn Store>,
    pub ids: Arc<dyn Ids>,
    pub jobs: Jobs,
    pub blobs: Arc<dyn Blobs>,
    pub pictures: Arc<dyn Pictures>,
    pub limits: Arc<dyn RateLimiter>,
}

impl Gallery {
    /// Stores the middle square of a picture in all sizes. Within an hour somebody must show it.
    pub(crate) async fn keep(&self, actor: &Actor, picture: Bytes) -> Result<AvatarId> {
        self.limits.take(Budget::Upload, &Subject::Account(actor.account_id), 1).await?;
        let pictures = self.pictures.avatar(picture).await??;
        let id: AvatarId = self.ids.next().into();
        // Noted before there are files: whatever happens from here on, none is left behind.
        let tx = self.store.begin().await?;
        let later = tx.now().await? + FORGOTTEN;
        self.jobs.add_at(&*tx, SWEEP, &id, later).await?;
        tx.commit().await?;
        for (size, bytes) in pictures {
            self.blobs.put(&BlobKey::avatar(id, size), bytes).await?;
        }
        Ok(id)
    }

    /// Deletes the files of a version that is not shown any more, after the commit.
    pub(crate) async fn drop_later(&self, tx: &dyn Transaction, old: Option<AvatarId>) -> Result<()> {
        if let Some(old) = old {
            self.jobs.add(tx, SWEEP, &old).await?;
        }
        Ok(())
    }
}
