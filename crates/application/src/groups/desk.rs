//! A group whose rows are locked, and what has happened to it in this transaction.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use kamachat_domain::{
    Limit, Timestamp,
    conversations::{ConversationKind, MemberState, Membership},
    groups::{Group, GroupAct, GroupEvent},
    ids::{AccountId, ConversationId},
    messages::{Body, Changes, Message, Refs},
};

use super::repository::RosterFilter;
use crate::{
    Actor, Error, Result,
    feed::{Announcements, FeedKind},
    messages::{MessageView, message_views},
    ports::{Bus, Ids, NewMessages, Push},
    store::{Store, Transaction},
};

/// Locks are taken in the order that all writers keep: the conversation, memberships, accounts by the feed.
pub(super) struct Desk {
    pub(super) tx: Box<dyn Transaction>,
    pub(super) group: Group,
    pub(super) now: Timestamp,
    members: HashMap<AccountId, Membership>,
    changed: BTreeSet<AccountId>,
    events: Vec<GroupEvent>,
    told: BTreeMap<AccountId, FeedKind>,
}

impl Desk {
    /// Locks a group, which must exist, and the rows of these people in it, which need not.
    pub(super) async fn open(store: &dyn Store, id: ConversationId, people: &[AccountId]) -> Result<Self> {
        let tx = store.begin().await?;
        let head = tx.conversations().lock(&[id]).await?.pop();
        let head = head.filter(|head| head.kind == ConversationKind::Group).ok_or(Error::NotFound)?;
        let keys: Vec<_> = people.iter().map(|person| (id, *person)).collect();
        let members = tx.conversations().lock_members(&keys).await?;
        let info = tx.groups().info(id).await?.ok_or(Error::NotFound)?;
        let now = tx.now().await?;
        Ok(Self::at(tx, Group { head, info }, members, now))
    }

    /// A group that was made in this transaction.
    pub(super) fn at(
        tx: Box<dyn Transaction>,
        group: Group,
        members: Vec<Membership>,
        now: Timestamp,
    ) -> Self {
        let members = members.into_iter().map(|member| (member.account_id, member)).collect();
        let (changed, events, told) = (BTreeSet::new(), Vec::new(), BTreeMap::new());
        Self { tx, group, now, members, changed, events, told }
    }

    /// The actor as an active member; everybody else learns nothing.
    pub(super) fn actor(&self, actor: &Actor) -> Result<Membership> {
        let member = self.members.get(&actor.account_id).filter(|member| member.is_active());
        member.cloned().ok_or(Error::NotFound)
    }

    /// The row of somebody who is or was in the group.
    pub(super) fn person(&self, id: AccountId) -> Option<Membership> {
        self.members.get(&id).cloned()
    }

    /// Keeps a changed row.
    pub(super) fn put(&mut self, member: Membership) {
        self.changed.insert(member.account_id);
        self.members.insert(member.account_id, member);
    }

    /// Becomes a message of the group.
    pub(super) fn happened(&mut self, event: impl IntoIterator<Item = GroupEvent>) {
        self.events.extend(event);
    }

    /// The devices of this account load something again.
    pub(super) fn tell(&mut self, account: AccountId, kind: FeedKind) {
        self.told.insert(account, kind);
    }

    /// Tells those who decide about requests.
    pub(super) async fn tell_admins(&mut self) -> Result<()> {
        let filter = RosterFilter { state: MemberState::Active, words: None };
        let first = self.tx.groups().roster(self.group.info.id, filter, None, Limit::max()).await?;
        let least = self.group.info.least(GroupAct::Admit);
        for admin in first.iter().filter(|member| member.role >= least) {
            self.tell(admin.account_id, FeedKind::GroupRequest);
        }
        Ok(())
    }

    /// Writes everything, commits, and tells the nodes.
    pub(super) async fn commit(mut self, ids: &dyn Ids, bus: &dyn Bus) -> Result<Group> {
        let id = self.group.info.id;
        let messages = self.number(ids);
        if !messages.is_empty() {
            self.tx.messages().insert(&messages).await?;
        }
        let changed: Vec<Membership> =
            self.changed.iter().filter_map(|account| self.members.get(account)).cloned().collect();
        if !changed.is_empty() {
            self.tx.conversations().save_members(&changed).await?;
        }
        self.fill_faces().await?;
        self.tx.conversations().save(std::slice::from_ref(&self.group.head), self.now).await?;
        self.tx.groups().save(&self.group.info).await?;
        let mut announcements = Announcements::default();
        for (account, kind) in &self.told {
            let event = self.tx.feed().append(*account, *kind, id.as_uuid(), self.now).await?;
            announcements.add(*account, event);
        }
        let views = message_views(&*self.tx, messages).await?;
        self.tx.commit().await?;
        publish(bus, &self.group, views);
        announcements.publish(bus);
        Ok(self.group)
    }

    fn number(&mut self, ids: &dyn Ids) -> Vec<Message> {
        let head = &mut self.group.head;
        let message = |event: GroupEvent| {
            let (message, sender_id) = (ids.next().into(), event.actor);
            let body = Body::System(event);
            let numbers = head.number(message, body.kind().is_countable(), self.now);
            Message {
                id: message,
                conversation_id: head.id,
                seq: numbers.seq,
                cnt: numbers.cnt,
                rev: None,
                sender_id,
                client_msg_id: ids.next().into(),
                body_hash: body.hash(),
                body,
                refs: Refs::default(),
                created_at: numbers.created_at,
                changes: Changes::default(),
            }
        };
        std::mem::take(&mut self.events).into_iter().map(message).collect()
    }

    /// When one of the faces went, the next takes the place.
    async fn fill_faces(&mut self) -> Result<()> {
        let info = &mut self.group.info;
        let most = i64::try_from(Group::FACES).unwrap_or_default().min(info.member_count);
        if i64::try_from(info.faces.len()).unwrap_or_default() >= most {
            return Ok(());
        }
        let limit = Limit::parse(Some(most))?;
        let filter = RosterFilter { state: MemberState::Active, words: None };
        let first = self.tx.groups().roster(info.id, filter, None, limit).await?;
        info.faces = first.iter().map(|member| member.account_id).collect();
        Ok(())
    }
}

fn publish(bus: &dyn Bus, group: &Group, views: Vec<MessageView>) {
    if views.is_empty() {
        return;
    }
    let messages = views.into_iter().map(|view| (Arc::new(view), None)).collect();
    let (conversation_id, member_rev) = (group.info.id, group.head.member_rev);
    bus.publish(Push::Messages(NewMessages { conversation_id, member_rev, messages }));
}
