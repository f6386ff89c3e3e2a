use std::collections::HashMap;

use kamachat_domain::{
    Timestamp,
    ids::{AccountId, ConversationId},
    messages::{Message, MessageError},
};

use super::{
    MessageChanges,
    own::{Eyes, own_views},
    repository::Pin,
    slate::Slate,
};
use crate::{Actor, Error, Result, messages::MessageView, retry::again};

/// A pinned message.
#[derive(Clone, Debug)]
pub struct PinView {
    pub message: MessageView,
    pub by: AccountId,
    pub at: Timestamp,
}

impl MessageChanges {
    /// Pins a message for everybody, or not any more.
    pub async fn pin(&self, actor: &Actor, id: ConversationId, seq: i64, on: bool) -> Result<MessageView> {
        self.pay(actor).await?;
        again(|| self.pin_once(actor, id, seq, on)).await
    }

    async fn pin_once(&self, actor: &Actor, id: ConversationId, seq: i64, on: bool) -> Result<MessageView> {
        let mut slate = Slate::open(&*self.store, actor, id, seq).await?;
        let (message, act, _) = slate.parts();
        if !message.pin(act, on)? {
            return slate.leave().await;
        }
        let pins = slate.tx.message_changes();
        if on {
            if pins.pins(id).await?.len() >= Message::MOST_PINS {
                return Err(MessageError::TooManyPins.into());
            }
            pins.pin(id, Pin { seq, by: actor.account_id, at: slate.now }).await?;
        } else {
            pins.unpin(id, seq).await?;
        }
        slate.commit(&*self.bus).await
    }

    /// The pinned messages that the actor can see, the newest pin first.
    pub async fn pins(&self, actor: &Actor, id: ConversationId) -> Result<Vec<PinView>> {
        let read = self.store.read();
        let (_, member) =
            read.conversations().find_for(actor.account_id, id).await?.ok_or(Error::NotFound)?;
        let pins = read.message_changes().pins(id).await?;
        let seqs: Vec<i64> = pins.iter().map(|pin| pin.seq).collect();
        let messages = read.message_changes().by_seqs(id, &seqs).await?;
        let messages = Eyes::seen(&*read, &member, messages).await?;
        let views = own_views(&*read, &member, messages).await?;
        let mut views: HashMap<i64, MessageView> =
            views.into_iter().map(|view| (view.message.seq, view)).collect();
        let view =
            |pin: Pin| views.remove(&pin.seq).map(|message| PinView { message, by: pin.by, at: pin.at });
        Ok(pins.into_iter().filter_map(view).collect())
    }
}
