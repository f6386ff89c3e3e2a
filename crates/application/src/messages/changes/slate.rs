//! A message whose conversation is locked, and who wants to change it.

use std::{collections::HashMap, sync::Arc};

use kamachat_domain::{
    Timestamp,
    conversations::{Conversation, Membership},
    groups::GroupInfo,
    ids::{AccountId, ConversationId},
    messages::{Act, Message},
    planted::{self, Defect},
};

use super::own::{Eyes, make_own, own_views};
use crate::{
    Actor, Error, Result,
    messages::{MessageView, message_views},
    ports::{Bus, ChangedMessage, PortError, Push},
    store::{Store, Transaction},
};

/// Locks are taken in the order that all writers keep: the conversation, then memberships.
pub(super) struct Slate {
    pub(super) tx: Box<dyn Transaction>,
    pub(super) message: Message,
    pub(super) now: Timestamp,
    head: Conversation,
    member: Membership,
    sender: Option<Membership>,
    group: Option<GroupInfo>,
}

impl Slate {
    /// Locks the conversation of a message that the actor can see; everybody else learns nothing.
    pub(super) async fn open(store: &dyn Store, actor: &Actor, id: ConversationId, seq: i64) -> Result<Self> {
        let tx = store.begin().await?;
        let head = tx.conversations().lock(&[id]).await?.pop().ok_or(Error::NotFound)?;
        let message = tx.message_changes().by_seqs(id, &[seq]).await?.pop().ok_or(Error::NotFound)?;
        let members =
            tx.conversations().lock_members(&[(id, actor.account_id), (id, message.sender_id)]).await?;
        let of = |who: AccountId| members.iter().find(|member| member.account_id == who).cloned();
        let (member, sender) = (of(actor.account_id), of(message.sender_id));
        let member = member.filter(Membership::is_active).ok_or(Error::NotFound)?;
        if !Eyes::of(&*tx, &member, &[seq]).await?.see(seq) {
            return Err(Error::NotFound);
        }
        let group = if head.is_group() { tx.groups().info(id).await? } else { None };
        let now = tx.now().await?;
        Ok(Self { tx, message, now, head, member, sender, group })
    }

    /// The message, and what decides about it: who wants to change it, and its sender.
    pub(super) fn parts(&mut self) -> (&mut Message, Act<'_>, Option<&Membership>) {
        let act = Act { head: &self.head, member: &self.member, group: self.group.as_ref(), now: self.now };
        (&mut self.message, act, self.sender.as_ref())
    }

    /// Nothing changed: the message as it is.
    pub(super) async fn leave(self) -> Result<MessageView> {
        let views = own_views(&*self.tx, &self.member, vec![self.message]).await?;
        views.into_iter().next().ok_or(Error::NotFound)
    }

    /// Counts the change, writes it, commits, and tells the nodes.
    pub(super) async fn commit(mut self, bus: &dyn Bus) -> Result<MessageView> {
        let (id, seq) = (self.head.id, self.message.seq);
        self.message.rev = Some(self.head.change());
        self.head.last_cnt += i64::from(planted::is(Defect::UnreadCountsEdits));
        self.tx.message_changes().save(&self.message).await?;
        self.tx.conversations().save(std::slice::from_ref(&self.head), self.now).await?;
        let hidden_from = self.tx.message_changes().hidden_from(id, seq).await?;
        let shared = message_views(&*self.tx, vec![self.message]).await?.pop();
        let shared = shared.ok_or(PortError::Corrupt("a message without a view"))?;
        let quote_hidden_from = match shared.quoted_seq() {
            Some(quoted) => self.tx.message_changes().hidden_from(id, quoted).await?,
            None => Vec::new(),
        };
        // What the actor does not see of it the others may.
        let mut view = shared.clone();
        let first = HashMap::from([(id, self.member.first_visible())]);
        make_own(&*self.tx, self.member.account_id, &first, std::slice::from_mut(&mut view)).await?;
        self.tx.commit().await?;
        let member_rev = self.head.member_rev;
        bus.publish(Push::Changed(ChangedMessage {
            conversation_id: id,
            member_rev,
            message: Arc::new(shared),
            hidden_from,
            quote_hidden_from,
        }));
        Ok(view)
    }
}
