//! Presence: what the sockets of this node say goes to all nodes, and what is seen goes to those who look.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use kamachat_application::{
    Result,
    accounts::presence::Presences,
    feed::FeedKind,
    ports::{Budget, Push, Subject},
};
use kamachat_domain::{accounts::Activity, ids::AccountId};
use kamachat_protocol::frames::DeviceState;
use tokio::{
    sync::mpsc,
    time::{Instant, MissedTickBehavior, interval, sleep_until},
};

use crate::{open::Session, options::Options, registry::Registry, watching::Watching};

/// News that wait. What comes above is made up for when everybody is looked at again.
const CAPACITY: usize = 65_536;
/// Accounts that are noted as seen at once.
const SEEN: usize = 500;
/// Every so many repetitions those who are here are noted as seen.
const SEEN_EVERY: u64 = 2;

#[derive(Clone, Copy, Debug)]
enum News {
    /// The sockets of an account on this node may say something else.
    Here(AccountId),
    /// What is seen of an account may be something else.
    Seen(AccountId),
}

/// The presence of this node. Telling it something never waits.
pub(crate) struct Attendance {
    registry: Arc<Registry>,
    presences: Arc<Presences>,
    pub(crate) watching: Watching,
    news: mpsc::Sender<News>,
    waiting: Mutex<Option<mpsc::Receiver<News>>>,
    /// News found no room.
    missed: AtomicBool,
    grace: Duration,
    repeat: Duration,
}

impl Attendance {
    pub(crate) fn new(registry: Arc<Registry>, presences: Arc<Presences>, options: &Options) -> Self {
        let (news, waiting) = mpsc::channel(CAPACITY);
        let (grace, repeat) = (options.presence_grace, options.presence_repeat);
        let (waiting, missed) = (Mutex::new(Some(waiting)), AtomicBool::new(false));
        Self { registry, presences, watching: Watching::default(), news, waiting, missed, grace, repeat }
    }

    /// A socket of the account came, went or says something else about its use.
    pub(crate) fn changed(&self, account: AccountId) {
        self.give(News::Here(account));
    }

    /// Whether a push says that somebody is to be looked at again.
    pub(crate) fn receive(&self, push: &Push) {
        match push {
            Push::Presence { account_id } => self.give(News::Seen(*account_id)),
            Push::Account { account_id, event }
                if matches!(event.kind, FeedKind::Settings | FeedKind::Contact) =>
            {
                self.give(News::Seen(*account_id));
            }
            _ => {}
        }
    }

    fn give(&self, news: News) {
        if self.news.try_send(news).is_err() {
            self.missed.store(true, Ordering::Relaxed);
        }
    }

    /// Works for ever; returns at once when it runs already.
    pub(crate) async fn run(self: Arc<Self>) {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(waiting) = waiting {
            let (leaving, leaves_at) = (BTreeSet::new(), HashMap::new());
            Keeper { node: self, here: HashMap::new(), leaving, leaves_at }.run(waiting).await;
        }
    }
}

/// What this node said, and who is about to leave.
struct Keeper {
    node: Arc<Attendance>,
    here: HashMap<AccountId, Activity>,
    /// In the order of time, and when each does.
    leaving: BTreeSet<(Instant, AccountId)>,
    leaves_at: HashMap<AccountId, Instant>,
}

impl Keeper {
    async fn run(mut self, mut waiting: mpsc::Receiver<News>) {
        let mut repeat = interval(self.node.repeat);
        repeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut turn = 0;
        loop {
            let next = self.leaving.first().map(|(at, _)| *at);
            let soon = async {
                match next {
                    Some(at) => sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            let done = tokio::select! {
                news = waiting.recv() => match news {
                    Some(News::Here(account)) => self.look(account).await,
                    Some(News::Seen(account)) => self.tell(account).await,
                    None => return,
                },
                () = soon => self.gone().await,
                _ = repeat.tick() => {
                    turn += 1;
                    self.again(turn % SEEN_EVERY == 0).await
                }
            };
            if let Err(error) = done {
                tracing::warn!(error = &error as &dyn std::error::Error, "presence was not told");
            }
        }
    }

    /// Tells the other nodes what changed here. Who has no socket any more gets some time to come back.
    async fn look(&mut self, account: AccountId) -> Result<()> {
        let said = self.here.get(&account).copied();
        match self.node.registry.activity(account) {
            Some(activity) => {
                if let Some(at) = self.leaves_at.remove(&account) {
                    self.leaving.remove(&(at, account));
                }
                if said != Some(activity) {
                    self.here.insert(account, activity);
                    self.node.presences.report(account, activity).await?;
                }
            }
            None if said.is_some() && !self.leaves_at.contains_key(&account) => {
                let at = Instant::now() + self.node.grace;
                self.leaving.insert((at, account));
                self.leaves_at.insert(account, at);
            }
            None => {}
        }
        Ok(())
    }

    /// Those whose time to come back is over.
    async fn gone(&mut self) -> Result<()> {
        let now = Instant::now();
        let mut left = Vec::new();
        while let Some(&(at, account)) = self.leaving.first().filter(|(at, _)| *at <= now) {
            self.leaving.remove(&(at, account));
            self.leaves_at.remove(&account);
            if self.node.registry.activity(account).is_none() {
                self.here.remove(&account);
                left.push(account);
            }
        }
        for some in left.chunks(SEEN) {
            self.node.presences.left(some).await?;
        }
        Ok(())
    }

    /// Says again who is here, and makes up for news that were missed.
    async fn again(&mut self, seen: bool) -> Result<()> {
        let here: Vec<(AccountId, Activity)> =
            self.here.iter().map(|(id, activity)| (*id, *activity)).collect();
        let differs = |(id, said): &&(AccountId, Activity)| self.node.registry.activity(*id) != Some(*said);
        let changed: Vec<AccountId> = here.iter().filter(differs).map(|(account, _)| *account).collect();
        for account in changed {
            self.look(account).await?;
        }
        if !here.is_empty() {
            self.node.presences.repeat(&here).await?;
        }
        if seen {
            let accounts: Vec<AccountId> = here.into_iter().map(|(account, _)| account).collect();
            for some in accounts.chunks(SEEN) {
                self.node.presences.saw(some).await?;
            }
        }
        if self.node.missed.swap(false, Ordering::Relaxed) {
            self.node.registry.accounts_online().into_iter().for_each(|account| self.node.changed(account));
            for subject in self.node.watching.subjects() {
                self.tell(subject).await?;
            }
        }
        Ok(())
    }

    /// Tells those who look at somebody on this node what they may see now.
    async fn tell(&self, subject: AccountId) -> Result<()> {
        let viewers = self.node.watching.viewers(subject);
        if viewers.is_empty() {
            return Ok(());
        }
        let shown = self.node.presences.shown(subject, &viewers).await?;
        self.node.watching.tell(subject, shown.as_ref().map(|(view, allowed)| (view, allowed)));
        Ok(())
    }
}

impl Session {
    /// Shows these people on this socket from now on.
    pub(crate) async fn watch(&self, subjects: Vec<AccountId>) -> Result<()> {
        let viewer = self.actor.account_id;
        let cost = 1 + u32::try_from(subjects.len() / 20).unwrap_or(u32::MAX);
        self.node.services.limits.take(Budget::Requests, &Subject::Account(viewer), cost).await?;
        let watching = &self.node.attendance.watching;
        watching.watch(&self.connection, subjects.clone());
        let views = self.node.services.presence.shown_to(viewer, &subjects).await?;
        watching.tell_first(&self.connection, &views);
        Ok(())
    }

    /// The device says whether somebody uses it.
    pub(crate) fn use_changed(&self, state: DeviceState) {
        if self.connection.set_idle(state == DeviceState::Away) {
            self.node.attendance.changed(self.actor.account_id);
        }
    }
}
