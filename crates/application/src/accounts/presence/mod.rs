//! Presence: who is there, who last was, and who may know.

pub mod repository;
mod typing;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use kamachat_domain::{
    Limit, Timestamp,
    accounts::{Activity, Availability, PresenceState, Viewer, may_see_presence},
    ids::AccountId,
};

use self::repository::PresenceFacts;
use crate::{
    Actor, Result,
    contacts::within_reach,
    ports::{Bus, Presence, Push},
    store::Store,
};

/// Somebody's presence as those see it who may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresenceView {
    pub account_id: AccountId,
    pub state: PresenceState,
    /// Only of somebody who is offline.
    pub last_seen_at: Option<Timestamp>,
}

/// Use cases of presence.
pub struct Presences {
    store: Arc<dyn Store>,
    presence: Arc<dyn Presence>,
    bus: Arc<dyn Bus>,
}

impl Presences {
    #[must_use]
    pub fn new(store: Arc<dyn Store>, presence: Arc<dyn Presence>, bus: Arc<dyn Bus>) -> Self {
        Self { store, presence, bus }
    }

    /// What the sockets of an account on this node say now; all nodes are told that it changed.
    pub async fn report(&self, account: AccountId, devices: Activity) -> Result<()> {
        self.presence.put(&[(account, devices)]).await?;
        self.bus.publish(Push::Presence { account_id: account });
        Ok(())
    }

    /// These accounts have no socket on this node any more.
    pub async fn left(&self, accounts: &[AccountId]) -> Result<()> {
        for account in accounts {
            self.presence.remove(*account).await?;
        }
        let noted = self.saw(accounts).await;
        for account_id in accounts.iter().copied() {
            self.bus.publish(Push::Presence { account_id });
        }
        noted
    }

    /// Says again who is here, so that it goes on to count.
    pub async fn repeat(&self, here: &[(AccountId, Activity)]) -> Result<()> {
        Ok(self.presence.put(here).await?)
    }

    /// Notes that accounts are there now. Who wants to look offline is not noted: it would show.
    pub async fn saw(&self, accounts: &[AccountId]) -> Result<()> {
        let facts = self.store.read().presence().facts(accounts).await?;
        let shown = facts.iter().filter(|facts| facts.availability != Availability::Invisible);
        let shown: Vec<AccountId> = shown.map(|facts| facts.account_id).collect();
        if shown.is_empty() {
            return Ok(());
        }
        let tx = self.store.begin().await?;
        let now = tx.now().await?;
        tx.presence().saw(&shown, now).await?;
        Ok(tx.commit().await?)
    }

    /// What `viewer` may see of `subjects`; about the others nothing is said.
    pub async fn shown_to(&self, viewer: AccountId, subjects: &[AccountId]) -> Result<Vec<PresenceView>> {
        let read = self.store.read();
        // Nobody sees anything of somebody who blocks him, and the other way round.
        let subjects = &within_reach(&*read, viewer, subjects).await?;
        let facts = read.presence().facts(subjects).await?;
        let pairs = read.presence().contacts_among(subjects, &[viewer]).await?;
        let having: HashSet<AccountId> = pairs.into_iter().map(|(owner, _)| owner).collect();
        let there = self.presence.find(subjects).await?;
        let there: HashMap<AccountId, Activity> = there.into_iter().collect();
        let allowed = facts.into_iter().filter(|facts| {
            let is_contact = having.contains(&facts.account_id);
            may_see_presence(relation(viewer, facts.account_id, is_contact), facts.audience)
        });
        Ok(allowed.map(|facts| view(&facts, there.get(&facts.account_id).copied())).collect())
    }

    /// The presence of `subject` and which of `viewers` may see it: a few queries, however many they are.
    pub async fn shown(
        &self,
        subject: AccountId,
        viewers: &[AccountId],
    ) -> Result<Option<(PresenceView, HashSet<AccountId>)>> {
        let read = self.store.read();
        let Some(facts) = read.presence().facts(&[subject]).await?.pop() else { return Ok(None) };
        let viewers = &within_reach(&*read, subject, viewers).await?;
        let pairs = read.presence().contacts_among(&[subject], viewers).await?;
        let contacts: HashSet<AccountId> = pairs.into_iter().map(|(_, peer)| peer).collect();
        let devices = self.presence.find(&[subject]).await?.pop().map(|(_, activity)| activity);
        let may_see = |viewer: &AccountId| {
            may_see_presence(relation(*viewer, subject, contacts.contains(viewer)), facts.audience)
        };
        Ok(Some((view(&facts, devices), viewers.iter().copied().filter(may_see).collect())))
    }

    /// Those of a page of the actor's contacts, after one of them, who are there and let it be seen; and where
    /// to go on.
    pub async fn online(
        &self,
        actor: &Actor,
        after: Option<AccountId>,
        limit: Limit,
    ) -> Result<(Vec<PresenceView>, Option<AccountId>)> {
        let contacts = self.store.read().contacts().list(actor.account_id, after, limit).await?;
        let ids: Vec<AccountId> = contacts.iter().map(|contact| contact.peer_id).collect();
        let next = ids.last().copied().filter(|_| ids.len() as u64 >= limit.get());
        let mut views = self.shown_to(actor.account_id, &ids).await?;
        views.retain(|view| view.state != PresenceState::Offline);
        views.sort_by_key(|view| view.account_id);
        Ok((views, next))
    }
}

fn relation(viewer: AccountId, subject: AccountId, is_contact: bool) -> Viewer {
    match (viewer == subject, is_contact) {
        (true, _) => Viewer::Myself,
        (_, true) => Viewer::Contact,
        (_, false) => Viewer::Stranger,
    }
}

fn view(facts: &PresenceFacts, devices: Option<Activity>) -> PresenceView {
    let state = PresenceState::of(devices, facts.availability);
    let last_seen_at = facts.last_seen_at.filter(|_| state == PresenceState::Offline);
    PresenceView { account_id: facts.account_id, state, last_seen_at }
}
