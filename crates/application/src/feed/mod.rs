//! The account feed: numbered events that keep an account's devices in step with contacts, requests and
//! sessions. State and its event are written in one transaction; the push afterwards is a hint.

pub mod repository;

use std::sync::Arc;

use chrono::TimeDelta;
use kamachat_domain::{Limit, Timestamp, ids::AccountId};
use uuid::Uuid;

use crate::{
    Actor, Result,
    ports::{Bus, Push},
    store::Store,
};

/// How long events are kept. A device that was away longer loads everything again.
const KEPT: TimeDelta = TimeDelta::days(30);
/// About so many events are forgotten in one transaction: others want to write, too.
const AT_ONCE: u64 = 1000;

/// What changed. The device loads that list again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedKind {
    FriendRequest,
    Contact,
    Conversation,
    /// A session began, got another name or ended.
    Session,
    /// The own profile.
    Profile,
    Settings,
    /// An archive of the own data is ready.
    Export,
    /// Somebody wants to come into a group that the account decides about, or the own wish was refused.
    GroupRequest,
    /// A message was deleted for the account alone.
    MessageHidden,
    /// The history of a conversation was cleared for the account alone.
    HistoryCleared,
}

/// One event, dense by `useq` per account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedEvent {
    pub useq: i64,
    pub kind: FeedKind,
    /// Id of what changed.
    pub ref_id: Uuid,
    pub created_at: Timestamp,
}

/// What happened since a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedPage {
    pub events: Vec<FeedEvent>,
    pub last_useq: i64,
    /// The events after `since` are not kept any more (or never were): load everything again.
    pub reset: bool,
}

/// Use cases of the account feed.
pub struct Feed {
    store: Arc<dyn Store>,
}

impl Feed {
    #[must_use]
    pub fn new(store: Arc<dyn Store>) -> Self {
        Self { store }
    }

    /// The number of the newest event.
    pub async fn last(&self, actor: &Actor) -> Result<i64> {
        Ok(self.store.read().feed().last(actor.account_id).await?)
    }

    /// The events after `since`, at most a page.
    pub async fn since(&self, actor: &Actor, since: i64) -> Result<FeedPage> {
        let read = self.store.read();
        let events = read.feed().since(actor.account_id, since, Limit::max()).await?;
        let last_useq = read.feed().last(actor.account_id).await?;
        let next_is_there = events.first().is_none_or(|first| first.useq == since + 1);
        let reset =
            since < 0 || since > last_useq || !next_is_there || (events.is_empty() && since < last_useq);
        Ok(FeedPage { events: if reset { Vec::new() } else { events }, last_useq, reset })
    }

    /// Forgets events that are older than 30 days, of all accounts; how many they were.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_old(&self) -> Result<u64> {
        let mut all = 0;
        loop {
            let tx = self.store.begin().await?;
            let before = tx.now().await? - KEPT;
            let some = tx.feed().forget(before, AT_ONCE).await?;
            tx.commit().await?;
            all += some;
            if some < AT_ONCE {
                return Ok(all);
            }
        }
    }
}

/// Events of one transaction, to publish once it is committed.
#[derive(Debug, Default)]
pub(crate) struct Announcements(Vec<(AccountId, FeedEvent)>);

impl Announcements {
    pub(crate) fn add(&mut self, account: AccountId, event: FeedEvent) {
        self.0.push((account, event));
    }

    pub(crate) fn publish(self, bus: &dyn Bus) {
        for (account_id, event) in self.0 {
            bus.publish(Push::Account { account_id, event });
        }
    }
}
