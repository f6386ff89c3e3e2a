use kamachat_domain::{
    contacts::pair_key,
    conversations::{Conversation, Membership},
    ids::{AccountId, ConversationId},
};

use super::{ConversationView, Conversations};
use crate::{
    Actor, Error, Result,
    ports::{IdsExt, PortError},
    store::Transaction,
};

impl Conversations {
    /// The direct chat with a contact; made when there is none.
    pub async fn open_direct(&self, actor: &Actor, peer: AccountId) -> Result<ConversationView> {
        let read = self.store.read();
        if read.accounts().find(peer).await?.is_none_or(|account| !account.is_active()) {
            return Err(Error::NotFound);
        }
        if read.contacts().find(actor.account_id, peer).await?.is_none() {
            return Err(Error::NotContacts);
        }
        let key = pair_key(actor.account_id, peer);
        let id = match read.conversations().by_direct_key(&key).await? {
            Some(head) => head.id,
            None => self.make_direct(actor.account_id, peer, &key).await?,
        };
        self.get(actor, id).await
    }

    async fn make_direct(&self, a: AccountId, b: AccountId, key: &[u8; 32]) -> Result<ConversationId> {
        let tx = self.store.begin().await?;
        let id = self.ids.make();
        match start_direct(&*tx, id, a, b).await {
            Ok(()) => {
                tx.commit().await?;
                Ok(id)
            }
            // The other side opened it at the same moment.
            Err(PortError::Duplicate) => {
                drop(tx);
                let found = self.store.read().conversations().by_direct_key(key).await?;
                found.map(|head| head.id).ok_or(Error::NotFound)
            }
            Err(other) => Err(other.into()),
        }
    }
}

/// Makes the direct chat of two people within `tx`; each shows what he reads if he chose so.
///
/// # Errors
/// [`PortError::Duplicate`] when they have one.
pub(crate) async fn start_direct(
    tx: &dyn Transaction,
    id: ConversationId,
    a: AccountId,
    b: AccountId,
) -> std::result::Result<(), PortError> {
    let head = Conversation::direct(id, a, b, tx.now().await?);
    let mut members = [Membership::new(id, a), Membership::new(id, b)];
    for member in &mut members {
        member.receipts = tx.settings().settings(member.account_id).await?.read_receipts;
    }
    tx.conversations().insert(&head, &members).await
}
