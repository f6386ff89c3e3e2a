use kamachat_domain::{
    contacts::pair_key,
    conversations::{Conversation, Membership, Strangers},
    ids::{AccountId, ConversationId},
};

use super::{ConversationView, Conversations};
use crate::{
    Actor, Error, Result,
    contacts::{Pair, stand},
    ports::IdsExt,
    store::{Repositories, Transaction},
};

impl Conversations {
    /// The direct chat with a contact, or with anybody where the server is set so; made when there is none. With
    /// oneself: the saved messages, a direct chat of one member.
    pub async fn open_direct(&self, actor: &Actor, peer: AccountId) -> Result<ConversationView> {
        let read = self.store.read();
        let me = actor.account_id;
        if read.accounts().find(peer).await?.is_none_or(|account| !account.is_active()) {
            return Err(Error::NotFound);
        }
        let is_open = me == peer || read.contacts().find(me, peer).await?.is_some();
        if !is_open && !self.may_approach(&*read, me, peer).await? {
            return Err(Error::NotContacts);
        }
        let id = match read.conversations().by_direct_key(&pair_key(me, peer)).await? {
            Some(head) => head.id,
            None => self.make_direct(me, peer).await?,
        };
        self.get(actor, id).await
    }

    /// Whether somebody may open a chat with a person who is no contact.
    async fn may_approach(&self, read: &dyn Repositories, me: AccountId, peer: AccountId) -> Result<bool> {
        Ok(self.strangers != Strangers::Off && read.blocks().between(me, peer).await?.is_empty())
    }

    async fn make_direct(&self, a: AccountId, b: AccountId) -> Result<ConversationId> {
        let tx = self.store.begin().await?;
        let pair = Pair::lock(&*tx, a, b).await?;
        // The other side may have opened it at the same moment.
        if let Some(head) = pair.chat() {
            return Ok(head.id);
        }
        let id = self.ids.make();
        start_direct(&*tx, id, a, b).await?;
        tx.commit().await?;
        Ok(id)
    }
}

/// Makes the direct chat of two people, or of one with himself, within `tx`, which holds their [`Pair`] and sees what they are to each
/// other; each shows what he reads if he chose so.
pub(crate) async fn start_direct(
    tx: &dyn Transaction,
    id: ConversationId,
    a: AccountId,
    b: AccountId,
) -> Result<()> {
    let mut head = Conversation::direct(id, a, b, tx.now().await?);
    let mut members = vec![Membership::new(id, a)];
    if a != b {
        members.push(Membership::new(id, b));
    }
    for member in &mut members {
        member.receipts = tx.settings().settings(member.account_id).await?.read_receipts;
    }
    stand(tx, &mut head, &mut members).await?;
    tx.conversations().insert(&head, &members).await?;
    Ok(())
}
