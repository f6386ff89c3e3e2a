use kamachat_domain::{
    accounts::WhoMayAdd,
    contacts::{FriendRequest, FriendRequestError, Meeting, Note},
    ids::AccountId,
};

use super::{Contacts, FriendRequestView, standing::Pair, view::request_view};
use crate::{
    Actor, Error, Result,
    feed::{Announcements, FeedKind},
    ports::{Budget, IdsExt, PortError, Subject},
    store::Transaction,
};

impl Contacts {
    /// Asks somebody to become a contact. If he asked before, or never took the actor out of his list, both want
    /// it: the two are contacts at once.
    pub async fn request(&self, actor: &Actor, to: AccountId, note: &str) -> Result<FriendRequestView> {
        let from = actor.account_id;
        self.limits.take(Budget::FriendRequest, &Subject::Account(from), 1).await?;
        let note = Note::parse(note)?;
        if from == to {
            return Err(FriendRequestError::ToSelf.into());
        }
        let known = self.store.read().accounts().find(to).await?;
        known.filter(|account| account.is_active()).ok_or(Error::NotFound)?;
        let tx = self.store.begin().await?;
        let pair = Pair::lock(&*tx, from, to).await?;
        let is_kept = tx.contacts().find(to, from).await?.is_some();
        if is_kept && tx.contacts().find(from, to).await?.is_some() {
            return Err(FriendRequestError::AlreadyContacts.into());
        }
        let theirs = pending(&*tx, from, to).await?;
        let blocks = tx.blocks().between(from, to).await?;
        if blocks.contains(&from) {
            return Err(FriendRequestError::Blocked.into());
        }
        if let Some(theirs) = theirs {
            return self.accept_within(tx, pair, theirs).await;
        }
        // Somebody who blocks says what somebody says who takes no requests.
        let takes_none = tx.settings().settings(to).await?.who_may_add == WhoMayAdd::Nobody;
        if blocks.contains(&to) || (takes_none && !is_kept) {
            return Err(FriendRequestError::NotWanted.into());
        }
        let request = FriendRequest::ask(self.ids.make(), from, to, note, tx.now().await?)?;
        tx.contacts().insert_request(&request).await.map_err(|error| match error {
            PortError::Duplicate => Error::from(FriendRequestError::Pending),
            other => other.into(),
        })?;
        if is_kept {
            return self.accept_within(tx, pair, request).await;
        }
        let mut announcements = Announcements::default();
        self.announce_request(&*tx, &request, FeedKind::FriendRequest, &mut announcements).await?;
        let view = request_view(&*tx, request).await?;
        tx.commit().await?;
        announcements.publish(&*self.bus);
        Ok(view)
    }
}

/// What the other one asked. An older request whose time is over makes room for a new one.
async fn pending(tx: &dyn Transaction, from: AccountId, to: AccountId) -> Result<Option<FriendRequest>> {
    let Some(mut found) = tx.contacts().pending_between(from, to).await? else { return Ok(None) };
    match found.meet(from, tx.now().await?)? {
        Meeting::Mutual => Ok(Some(found)),
        Meeting::Over => {
            tx.contacts().save_request(&found).await?;
            Ok(None)
        }
    }
}
