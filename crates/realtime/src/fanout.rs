//! From what was committed to the sockets of this node.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use kamachat_application::ports::{Push, Subscriber};
use kamachat_protocol::frames::CloseCode;
use tokio::sync::mpsc;

use crate::{lane::Job, registry::Registry};

/// Takes pushes from the bus and hands them to the lanes. Never waits: what finds no room is dropped and
/// healed by the sweep.
pub(crate) struct Fanout {
    registry: Arc<Registry>,
    lanes: Vec<mpsc::Sender<Job>>,
    dropped: AtomicU64,
}

impl Fanout {
    /// The fan-out and what its lanes read from.
    pub(crate) fn new(
        registry: Arc<Registry>,
        lanes: usize,
        capacity: usize,
    ) -> (Self, Vec<mpsc::Receiver<Job>>) {
        let (lanes, jobs) = (0..lanes.max(1)).map(|_| mpsc::channel(capacity.max(1))).unzip();
        (Self { registry, lanes, dropped: AtomicU64::new(0) }, jobs)
    }

    /// Gives work about `key` to its lane, waiting for room.
    pub(crate) async fn give(&self, key: impl Hash, job: Job) {
        // A lane ends with the server only.
        let _ = self.lane(key).send(job).await;
    }

    /// How many pushes found no room.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    fn lane(&self, key: impl Hash) -> &mpsc::Sender<Job> {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let at = hasher.finish() % self.lanes.len() as u64;
        &self.lanes[usize::try_from(at).unwrap_or_default()]
    }
}

impl Subscriber for Fanout {
    fn receive(&self, push: Arc<Push>) {
        let lane = match &*push {
            Push::Messages(new) => self.lane(new.conversation_id),
            Push::Changed(changed) => self.lane(changed.conversation_id),
            Push::Cursor(moved) => self.lane(moved.conversation_id),
            Push::Typing(typing) => self.lane(typing.conversation_id),
            Push::Presence { .. } => return,
            Push::Account { account_id, .. } => self.lane(account_id),
            Push::SessionEnded { session_id, .. } => {
                let sockets = self.registry.of_session(*session_id);
                sockets.iter().for_each(|socket| socket.close(CloseCode::Revoked));
                return;
            }
        };
        if lane.try_send(Job::Push(push)).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
#[path = "fanout_tests.rs"]
mod tests;
