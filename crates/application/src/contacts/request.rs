use kamachat_domain::{
    accounts::WhoMayAdd,
    contacts::{FriendRequest, FriendRequestError, Note},
    ids::AccountId,
};

use super::{Contacts, FriendRequestView, view::request_view};
use crate::{
    Actor, Error, Result,
    feed::{Announcements, FeedKind},
    ports::{Budget, IdsExt, PortError, Subject},
};

impl Contacts {
    /// Asks somebody to become a contact. If he asked before, both wanted it: the two are contacts at once.
    pub async fn request(&self, actor: &Actor, to: AccountId, note: &str) -> Result<FriendRequestView> {
        let from = actor.account_id;
        self.limits.take(Budget::FriendRequest, &Subject::Account(from), 1).await?;
        let note = Note::parse(note)?;
        if from == to {
            return Err(FriendRequestError::ToSelf.into());
        }
        let tx = self.store.begin().await?;
        tx.accounts().find(to).await?.filter(|account| account.is_active()).ok_or(Error::NotFound)?;
        if tx.contacts().find(from, to).await?.is_some() {
            return Err(FriendRequestError::AlreadyContacts.into());
        }
        let pending = tx.contacts().pending_between(from, to).await?;
        let request = match pending {
            Some(pending) if pending.from == from => return Err(FriendRequestError::Pending.into()),
            Some(theirs) => return self.accept_within(tx, theirs).await,
            None if tx.settings().settings(to).await?.who_may_add == WhoMayAdd::Nobody => {
                return Err(FriendRequestError::NotWanted.into());
            }
            None => FriendRequest::ask(self.ids.make(), from, to, note, tx.now().await?)?,
        };
        tx.contacts().insert_request(&request).await.map_err(|error| match error {
            // The other side asked at the same moment: asking again accepts.
            PortError::Duplicate => Error::from(FriendRequestError::Pending),
            other => other.into(),
        })?;
        let mut announcements = Announcements::default();
        self.announce_request(&*tx, &request, FeedKind::FriendRequest, &mut announcements).await?;
        let view = request_view(&*tx, request).await?;
        tx.commit().await?;
        announcements.publish(&*self.bus);
        Ok(view)
    }
}
