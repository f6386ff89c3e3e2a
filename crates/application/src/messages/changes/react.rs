use kamachat_domain::{
    Limit,
    ids::{AccountId, ConversationId},
    messages::{Emoji, Message, Reactions, Tally},
};

use super::{MessageChanges, slate::Slate};
use crate::{Actor, Result, messages::MessageView, retry::again, store::Repositories};

impl MessageChanges {
    /// Reacts to a message with an emoji.
    pub async fn react(
        &self,
        actor: &Actor,
        id: ConversationId,
        seq: i64,
        emoji: &Emoji,
    ) -> Result<MessageView> {
        self.pay(actor).await?;
        again(|| self.react_once(actor, id, seq, emoji)).await
    }

    async fn react_once(
        &self,
        actor: &Actor,
        id: ConversationId,
        seq: i64,
        emoji: &Emoji,
    ) -> Result<MessageView> {
        let mut slate = Slate::open(&*self.store, actor, id, seq).await?;
        let (message, act, _) = slate.parts();
        message.may_react(act)?;
        let own = own(&*slate.tx, actor.account_id, &slate.message).await?;
        let reactions = &mut slate.message.changes.reactions;
        let emoji = reactions.known(emoji.clone());
        if !reactions.add(actor.account_id, &emoji, &own)? {
            return slate.leave().await;
        }
        slate.tx.message_changes().react(id, seq, actor.account_id, &emoji, slate.now).await?;
        slate.commit(&*self.bus).await
    }

    /// Takes a reaction back.
    pub async fn unreact(
        &self,
        actor: &Actor,
        id: ConversationId,
        seq: i64,
        emoji: &Emoji,
    ) -> Result<MessageView> {
        self.pay(actor).await?;
        again(|| self.unreact_once(actor, id, seq, emoji)).await
    }

    async fn unreact_once(
        &self,
        actor: &Actor,
        id: ConversationId,
        seq: i64,
        emoji: &Emoji,
    ) -> Result<MessageView> {
        let mut slate = Slate::open(&*self.store, actor, id, seq).await?;
        let (message, act, _) = slate.parts();
        message.may_unreact(act)?;
        let own = own(&*slate.tx, actor.account_id, &slate.message).await?;
        let Some(emoji) = own.into_iter().find(|own| own.is_like(emoji)) else {
            return slate.leave().await;
        };
        take_back(&*slate.tx, &mut slate.message, actor.account_id, &emoji).await?;
        slate.commit(&*self.bus).await
    }
}

/// What somebody reacts with to a message.
async fn own(tx: &dyn Repositories, who: AccountId, message: &Message) -> Result<Vec<Emoji>> {
    let own = tx.message_changes().reactions_of(who, &[(message.conversation_id, message.seq)]).await?;
    Ok(own.into_iter().map(|(_, emoji)| emoji).collect())
}

/// Removes a reaction that is there, and names those who react still.
pub(crate) async fn take_back(
    tx: &dyn Repositories,
    message: &mut Message,
    who: AccountId,
    emoji: &Emoji,
) -> Result<()> {
    let (id, seq) = (message.conversation_id, message.seq);
    tx.message_changes().unreact(id, seq, who, emoji).await?;
    let named = Limit::parse(i64::try_from(Tally::NAMED).ok())?;
    let first = tx.message_changes().reacting(id, seq, emoji, named).await?;
    Reactions::remove(&mut message.changes.reactions, emoji, first);
    Ok(())
}
