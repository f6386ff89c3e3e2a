//! What a member does to his own sight of a conversation: nobody else is told.

use kamachat_domain::{
    conversations::{Cursor, Membership},
    ids::ConversationId,
};

use super::MessageChanges;
use crate::{
    Actor, Error, Result,
    feed::{Announcements, FeedKind},
    messages::ledger::moved,
    ports::{CursorMove, Push},
    retry::again,
};

impl MessageChanges {
    /// Deletes a message for the actor alone.
    pub async fn hide(&self, actor: &Actor, id: ConversationId, seq: i64) -> Result<()> {
        self.pay(actor).await?;
        again(|| self.hide_once(actor, id, seq)).await
    }

    async fn hide_once(&self, actor: &Actor, id: ConversationId, seq: i64) -> Result<()> {
        let me = actor.account_id;
        let tx = self.store.begin().await?;
        let member = tx.conversations().lock_members(&[(id, me)]).await?.pop();
        let member = member.filter(Membership::is_active).ok_or(Error::NotFound)?;
        let message = tx.message_changes().by_seqs(id, &[seq]).await?.pop();
        let message = message.filter(|_| seq >= member.first_visible()).ok_or(Error::NotFound)?;
        let now = tx.now().await?;
        if !tx.message_changes().hide(me, id, seq, now).await? {
            return Ok(());
        }
        let mut news = Announcements::default();
        news.add(me, tx.feed().append(me, FeedKind::MessageHidden, message.id.as_uuid(), now).await?);
        tx.commit().await?;
        news.publish(&*self.bus);
        Ok(())
    }

    /// Clears the history of a conversation for the actor alone: it is read, and nothing of it comes back.
    pub async fn clear(&self, actor: &Actor, id: ConversationId) -> Result<()> {
        self.pay(actor).await?;
        again(|| self.clear_once(actor, id)).await
    }

    async fn clear_once(&self, actor: &Actor, id: ConversationId) -> Result<()> {
        let me = actor.account_id;
        let tx = self.store.begin().await?;
        let mut head = tx.conversations().lock(&[id]).await?.pop().ok_or(Error::NotFound)?;
        let member = tx.conversations().lock_members(&[(id, me)]).await?.pop();
        let mut member = member.filter(Membership::is_active).ok_or(Error::NotFound)?;
        let read_before = member.read_seq;
        if !member.clear(&head) {
            return Ok(());
        }
        // Nodes that know the members look again at what this one may see.
        head.member_rev += 1;
        let now = tx.now().await?;
        tx.conversations().save_members(std::slice::from_ref(&member)).await?;
        tx.conversations().save(std::slice::from_ref(&head), now).await?;
        let mut news = Announcements::default();
        news.add(me, tx.feed().append(me, FeedKind::HistoryCleared, id.as_uuid(), now).await?);
        tx.commit().await?;
        if member.read_seq > read_before {
            let (cursor, seq) = (Cursor::Read, member.read_seq);
            let read = CursorMove { conversation_id: id, account_id: me, cursor, seq, reply: None };
            self.bus.publish(Push::Cursor(moved(&head, &member, &read, seq)));
        }
        news.publish(&*self.bus);
        Ok(())
    }
}
