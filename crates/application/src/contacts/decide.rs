use kamachat_domain::{
    contacts::{Contact, FriendRequest},
    ids::FriendRequestId,
};

use super::{Contacts, FriendRequestView, standing::Pair, view::request_view};
use crate::{
    Actor, Error, Result,
    conversations::start_direct,
    feed::{Announcements, FeedKind},
    ports::IdsExt,
    store::Transaction,
};

impl Contacts {
    /// Says yes to a request that the actor received: the two are contacts and have a direct chat.
    pub async fn accept(&self, actor: &Actor, id: FriendRequestId) -> Result<FriendRequestView> {
        let me = actor.account_id;
        let (tx, pair) = self.locked(self.store.read().contacts().received_by(me, id).await?).await?;
        let request = tx.contacts().received_by(me, id).await?.ok_or(Error::NotFound)?;
        self.accept_within(tx, pair, request).await
    }

    /// Says no to a request that the actor received.
    pub async fn refuse(&self, actor: &Actor, id: FriendRequestId) -> Result<FriendRequestView> {
        let me = actor.account_id;
        let (tx, _pair) = self.locked(self.store.read().contacts().received_by(me, id).await?).await?;
        let mut request = tx.contacts().received_by(me, id).await?.ok_or(Error::NotFound)?;
        request.refuse(tx.now().await?)?;
        self.save_and_tell(tx, request).await
    }

    /// Takes back a request that the actor sent.
    pub async fn withdraw(&self, actor: &Actor, id: FriendRequestId) -> Result<FriendRequestView> {
        let me = actor.account_id;
        let (tx, _pair) = self.locked(self.store.read().contacts().sent_by(me, id).await?).await?;
        let mut request = tx.contacts().sent_by(me, id).await?.ok_or(Error::NotFound)?;
        request.withdraw(tx.now().await?)?;
        self.save_and_tell(tx, request).await
    }

    /// Opens a transaction that holds the two people of a request; the request itself is read again in it, after
    /// them, as everybody does who asks.
    async fn locked(&self, found: Option<FriendRequest>) -> Result<(Box<dyn Transaction>, Pair)> {
        let found = found.ok_or(Error::NotFound)?;
        let tx = self.store.begin().await?;
        let pair = Pair::lock(&*tx, found.from, found.to).await?;
        Ok((tx, pair))
    }

    async fn save_and_tell(
        &self,
        tx: Box<dyn Transaction>,
        request: FriendRequest,
    ) -> Result<FriendRequestView> {
        tx.contacts().save_request(&request).await?;
        let mut announcements = Announcements::default();
        self.announce_request(&*tx, &request, FeedKind::FriendRequest, &mut announcements).await?;
        let view = request_view(&*tx, request).await?;
        tx.commit().await?;
        announcements.publish(&*self.bus);
        Ok(view)
    }

    pub(super) async fn accept_within(
        &self,
        tx: Box<dyn Transaction>,
        mut pair: Pair,
        mut request: FriendRequest,
    ) -> Result<FriendRequestView> {
        let now = tx.now().await?;
        let chat = pair.chat().map(|head| head.id);
        let conversation = chat.unwrap_or_else(|| self.ids.make());
        request.accept(conversation, now)?;
        tx.contacts().save_request(&request).await?;
        for (owner, peer) in [(request.from, request.to), (request.to, request.from)] {
            tx.contacts().add(&Contact::new(owner, peer, Some(conversation), now)).await?;
        }
        if chat.is_some() {
            pair.settle(&*tx).await?;
        } else {
            start_direct(&*tx, conversation, request.from, request.to).await?;
        }
        let mut announcements = Announcements::default();
        self.announce_request(&*tx, &request, FeedKind::Contact, &mut announcements).await?;
        let view = request_view(&*tx, request).await?;
        tx.commit().await?;
        announcements.publish(&*self.bus);
        Ok(view)
    }

    /// Writes the event into the feeds of both people, in the order of their ids.
    pub(super) async fn announce_request(
        &self,
        tx: &dyn Transaction,
        request: &FriendRequest,
        kind: FeedKind,
        announcements: &mut Announcements,
    ) -> Result<()> {
        let now = tx.now().await?;
        let mut people = [request.from, request.to];
        people.sort_unstable();
        for account in people {
            let event = tx.feed().append(account, kind, request.id.as_uuid(), now).await?;
            announcements.add(account, event);
        }
        Ok(())
    }
}
