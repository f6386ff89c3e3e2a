//! Anti-entropy: what a lost push or a lost "session ended" leaves behind is found by looking.

use std::{collections::HashSet, sync::Arc, time::Duration};

use chrono::TimeDelta;
use kamachat_application::Result;
use kamachat_domain::{
    Limit,
    ids::SessionId,
    planted::{self, Defect},
};
use kamachat_protocol::frames::CloseCode;
use tokio::time::{MissedTickBehavior, interval};

use crate::{directory::Directory, fanout::Fanout, lane::Job, registry::Registry};

/// How far back a sweep looks: several periods, so that a failed one is made up for.
const WINDOW: TimeDelta = TimeDelta::seconds(60);
/// Pages of touched conversations in one sweep.
const PAGES: usize = 100;
/// Sessions looked up at once.
const SESSIONS: usize = 500;

/// Looks at the database for conversations that moved on without a push, and for sessions that ended.
pub(crate) struct Sweep {
    pub(crate) directory: Arc<dyn Directory>,
    pub(crate) registry: Arc<Registry>,
    pub(crate) fanout: Arc<Fanout>,
}

impl Sweep {
    /// Compares conversations for ever.
    pub(crate) async fn run_conversations(self, every: Duration) {
        let mut timer = interval(every);
        timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            timer.tick().await;
            if self.registry.len() == 0 {
                continue;
            }
            if let Err(error) = self.conversations().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "the sweep of conversations failed");
            }
        }
    }

    /// Looks after the sessions of open sockets for ever.
    pub(crate) async fn run_sessions(self, every: Duration) {
        let mut timer = interval(every);
        timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            timer.tick().await;
            if let Err(error) = self.sessions().await {
                tracing::warn!(error = &error as &dyn std::error::Error, "the check of sessions failed");
            }
        }
    }

    /// Hands every conversation that was touched lately to its lane, which knows what was pushed.
    pub(crate) async fn conversations(&self) -> Result<()> {
        if planted::is(Defect::LostLastPush) {
            return Ok(());
        }
        let mut since = self.directory.now().await? - WINDOW;
        let mut seen = HashSet::new();
        for _ in 0..PAGES {
            let page = self.directory.touched_since(since).await?;
            let Some(last) = page.last() else { break };
            // Several may share the last millisecond; what comes twice is known by its id.
            let next = last.last_activity_at - TimeDelta::milliseconds(1);
            let full = page.len() as u64 == Limit::max().get();
            let mut news = 0;
            for head in page {
                if seen.insert(head.id) {
                    news += 1;
                    let (conversation_id, member_rev) = (head.id, head.member_rev);
                    let (last_seq, last_rev) = (head.last_seq, head.last_rev);
                    let job = Job::Compare { conversation_id, member_rev, last_seq, last_rev };
                    self.fanout.give(head.id, job).await;
                }
            }
            if news == 0 || !full {
                break;
            }
            since = next.max(since);
        }
        Ok(())
    }

    /// Closes the sockets of sessions that are over.
    pub(crate) async fn sessions(&self) -> Result<()> {
        let open: Vec<SessionId> = self.registry.sessions();
        for some in open.chunks(SESSIONS) {
            for ended in self.directory.ended_sessions(some).await? {
                for socket in self.registry.of_session(ended) {
                    socket.close(CloseCode::Revoked);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "sweep_tests.rs"]
mod tests;
