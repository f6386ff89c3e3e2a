use kamachat_domain::{
    contacts::{Contact, FriendRequest, pair_key},
    ids::{ConversationId, FriendRequestId},
};

use super::{Contacts, FriendRequestView, view::request_view};
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
        let tx = self.store.begin().await?;
        let request = tx.contacts().received_by(actor.account_id, id).await?.ok_or(Error::NotFound)?;
        self.accept_within(tx, request).await
    }

    /// Says no to a request that the actor received.
    pub async fn refuse(&self, actor: &Actor, id: FriendRequestId) -> Result<FriendRequestView> {
        let tx = self.store.begin().await?;
        let mut request = tx.contacts().received_by(actor.account_id, id).await?.ok_or(Error::NotFound)?;
        request.refuse(tx.now().await?)?;
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
        mut request: FriendRequest,
    ) -> Result<FriendRequestView> {
        let now = tx.now().await?;
        let conversation = self.direct_chat(&*tx, &request).await?;
        request.accept(conversation, now)?;
        tx.contacts().save_request(&request).await?;
        for (owner_id, peer_id) in [(request.from, request.to), (request.to, request.from)] {
            let contact = Contact { owner_id, peer_id, conversation_id: Some(conversation), created_at: now };
            tx.contacts().add(&contact).await?;
        }
        let mut announcements = Announcements::default();
        self.announce_request(&*tx, &request, FeedKind::Contact, &mut announcements).await?;
        let view = request_view(&*tx, request).await?;
        tx.commit().await?;
        announcements.publish(&*self.bus);
        Ok(view)
    }

    async fn direct_chat(&self, tx: &dyn Transaction, request: &FriendRequest) -> Result<ConversationId> {
        let key = pair_key(request.from, request.to);
        if let Some(head) = tx.conversations().by_direct_key(&key).await? {
            return Ok(head.id);
        }
        let id = self.ids.make();
        start_direct(tx, id, request.from, request.to).await?;
        Ok(id)
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
