use kamachat_domain::{
    contacts::pair_key,
    conversations::{Conversation, Membership},
    ids::{AccountId, ConversationId},
};

use super::{ConversationView, Conversations};
use crate::{
    Actor, Error, Result,
    ports::{IdsExt, PortError},
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
        let head = Conversation::direct(self.ids.make(), a, b, tx.now().await?);
        let members = [Membership::new(head.id, a), Membership::new(head.id, b)];
        match tx.conversations().insert(&head, &members).await {
            Ok(()) => {
                tx.commit().await?;
                Ok(head.id)
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
