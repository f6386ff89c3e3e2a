use kamachat_domain::{
    Limit,
    contacts::{Block, ContactError},
    ids::AccountId,
};

use super::{BlockView, Contacts, standing::Pair};
use crate::{
    Actor, Error, Result,
    accounts::profiles,
    feed::{Announcements, FeedKind},
    ports::Push,
    store::Repositories,
};

impl Contacts {
    /// The people whom the actor blocks after one of them, by id.
    pub async fn blocks(
        &self,
        actor: &Actor,
        after: Option<AccountId>,
        limit: Limit,
    ) -> Result<Vec<BlockView>> {
        let read = self.store.read();
        let blocks = read.blocks().list(actor.account_id, after, limit).await?;
        let ids: Vec<AccountId> = blocks.iter().map(|block| block.peer_id).collect();
        let people = profiles(&*read, &ids).await?;
        let view = |block: Block| Some(BlockView { profile: people.get(&block.peer_id)?.clone(), block });
        Ok(blocks.into_iter().filter_map(view).collect())
    }

    /// Keeps a person away: neither can write to the other, and the other one is not told. Blocking again
    /// changes nothing.
    pub async fn block(&self, actor: &Actor, peer: AccountId) -> Result<()> {
        let me = actor.account_id;
        if me == peer {
            return Err(ContactError::Myself.into());
        }
        self.store.read().accounts().find(peer).await?.ok_or(Error::NotFound)?;
        let tx = self.store.begin().await?;
        let mut pair = Pair::lock(&*tx, me, peer).await?;
        let now = tx.now().await?;
        tx.blocks().put(&Block { owner_id: me, peer_id: peer, created_at: now }).await?;
        let mut announcements = Announcements::default();
        // What I asked of him is not meant any more. What he asked of me only goes out of my sight.
        if let Some(mut mine) = tx.contacts().pending_between(me, peer).await?.filter(|r| r.from == me) {
            if mine.withdraw(now).is_ok() {
                self.announce_request(&*tx, &mine, FeedKind::FriendRequest, &mut announcements).await?;
            }
            tx.contacts().save_request(&mine).await?;
        }
        pair.settle(&*tx).await?;
        let event = tx.feed().append(me, FeedKind::Contact, peer.into(), now).await?;
        announcements.add(me, event);
        tx.commit().await?;
        announcements.publish(&*self.bus);
        self.presence_changed([me, peer]);
        Ok(())
    }

    /// What the two see of each other's presence is another thing now.
    fn presence_changed(&self, people: [AccountId; 2]) {
        for account_id in people {
            self.bus.publish(Push::Presence { account_id });
        }
    }

    /// Ends a block.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub async fn unblock(&self, actor: &Actor, peer: AccountId) -> Result<()> {
        let me = actor.account_id;
        let tx = self.store.begin().await?;
        let mut pair = Pair::lock(&*tx, me, peer).await?;
        if !tx.blocks().remove(me, peer).await? {
            return Err(Error::NotFound);
        }
        pair.settle(&*tx).await?;
        let event = tx.feed().append(me, FeedKind::Contact, peer.into(), tx.now().await?).await?;
        tx.commit().await?;
        let mut announcements = Announcements::default();
        announcements.add(me, event);
        announcements.publish(&*self.bus);
        self.presence_changed([me, peer]);
        Ok(())
    }
}

/// Those of `people` whom `actor` may bring into a group, be seen by and call: neither of the two blocks the
/// other. Groups leave the others out without a word, so that nobody learns of a block.
pub async fn within_reach(
    read: &dyn Repositories,
    actor: AccountId,
    people: &[AccountId],
) -> Result<Vec<AccountId>> {
    let apart = read.blocks().around(actor, people).await?;
    Ok(people.iter().copied().filter(|person| !apart.contains(person)).collect())
}
