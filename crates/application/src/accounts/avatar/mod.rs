//! Pictures of people: taken in, drawn anew, shown, replaced.

mod gallery;
mod jobs;

use std::sync::Arc;

use bytes::Bytes;
use kamachat_domain::{
    accounts::{Account, AvatarSize},
    ids::AvatarId,
};

pub use gallery::Gallery;
pub(super) use jobs::SWEEP;
pub use jobs::{AvatarSpread, AvatarSweep};

use super::{Accounts, AccountsDeps};
use crate::{
    Actor, Error, Result,
    feed::{Announcements, FeedKind},
    groups,
    ports::BlobKey,
    store::Repositories,
};

impl AccountsDeps {
    /// Where the pictures are kept, of groups as well.
    #[must_use]
    pub fn gallery(&self) -> Gallery {
        Gallery {
            store: Arc::clone(&self.store),
            ids: Arc::clone(&self.ids),
            jobs: self.jobs.clone(),
            blobs: Arc::clone(&self.blobs),
            pictures: Arc::clone(&self.pictures),
            limits: Arc::clone(&self.limits),
        }
    }
}

impl Accounts {
    /// Makes the middle square of `picture` the actor's picture; the other devices and the contacts hear of it.
    pub async fn set_avatar(&self, actor: &Actor, picture: Bytes) -> Result<Account> {
        let id = self.deps.gallery().keep(actor, picture).await?;
        self.show_avatar(actor, Some(id)).await
    }

    /// Takes the actor's picture away; where there is none, nothing happens.
    pub async fn remove_avatar(&self, actor: &Actor) -> Result<Account> {
        let account = self.me(actor).await?;
        if account.avatar.is_none() { Ok(account) } else { self.show_avatar(actor, None).await }
    }

    /// A picture, for whoever may see the profile or the group that it belongs to now.
    pub async fn avatar(&self, actor: &Actor, id: AvatarId, size: AvatarSize) -> Result<Bytes> {
        let read = self.deps.store.read();
        let shown = match read.accounts().by_avatar(id).await? {
            Some(owner) => may_see(&*read, actor, &owner).await?,
            None => groups::may_see_picture(&*read, actor, id).await?,
        };
        if !shown {
            return Err(Error::NotFound);
        }
        self.deps.blobs.get(&BlobKey::avatar(id, size)).await?.ok_or(Error::NotFound)
    }

    async fn show_avatar(&self, actor: &Actor, avatar: Option<AvatarId>) -> Result<Account> {
        let me = actor.account_id;
        let tx = self.deps.store.begin().await?;
        let at = tx.now().await?;
        // The event first: it locks the account, so that two devices do not write at once.
        let event = tx.feed().append(me, FeedKind::Profile, me.into(), at).await?;
        let mut account = tx.accounts().find(me).await?.ok_or(Error::NotFound)?;
        let old = std::mem::replace(&mut account.avatar, avatar);
        tx.accounts().save_profile(&account, at).await?;
        self.deps.gallery().drop_later(&*tx, old).await?;
        self.deps.jobs.add(&*tx, jobs::SPREAD, &me).await?;
        tx.commit().await?;
        let mut announcements = Announcements::default();
        announcements.add(me, event);
        announcements.publish(&*self.deps.bus);
        Ok(account)
    }
}

/// Everybody sees people who use their account; somebody who does not is left in the lists of his contacts.
async fn may_see(read: &dyn Repositories, actor: &Actor, owner: &Account) -> Result<bool> {
    let known = actor.account_id == owner.id || owner.is_active();
    Ok(known || read.contacts().find(actor.account_id, owner.id).await?.is_some())
}
