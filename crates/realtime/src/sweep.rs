//! Anti-entropy: what a lost push or a lost "session ended" leaves behind is found by looking.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use kamachat_application::Result;
use kamachat_domain::{
    Limit,
    ids::{ConversationId, SessionId},
    planted::{self, Defect},
};
use kamachat_protocol::frames::CloseCode;
use tokio::time::{MissedTickBehavior, interval};
use uuid::Uuid;

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
        let mut above = ConversationId::from(Uuid::nil());
        for _ in 0..PAGES {
            let page = self.directory.touched_since(since, above).await?;
            let Some((at, last)) = page.last() else { break };
            (since, above) = (*at, last.id);
            let is_last = (page.len() as u64) < Limit::max().get();
            for (_, head) in page {
                let (conversation_id, member_rev) = (head.id, head.member_rev);
                let (last_seq, last_rev) = (head.last_seq, head.last_rev);
                let job = Job::Compare { conversation_id, member_rev, last_seq, last_rev };
                self.fanout.give(head.id, job).await;
            }
            if is_last {
                break;
            }
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
