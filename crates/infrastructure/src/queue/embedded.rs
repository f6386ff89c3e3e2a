//! The queue of a single node: bounded, in memory. What is in it was not acknowledged yet.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kamachat_application::ports::{CursorMove, MessageQueue, QueueFull, Submission};
use tokio::sync::{Notify, watch};

use super::{drive::Writer, waiting::Waiting};

/// Bounds of the queue.
#[derive(Clone, Copy, Debug)]
pub struct QueueOptions {
    /// Messages that may wait; beyond, senders are told to come back. Cursors have as many places.
    pub capacity: usize,
    /// Messages in one transaction, at most. There is no timer: a batch is what came in during the last
    /// commit.
    pub batch: usize,
}

impl Default for QueueOptions {
    fn default() -> Self {
        Self { capacity: 8192, batch: 256 }
    }
}

/// State shared by the queue and its writer.
pub(super) struct Shared {
    waiting: Mutex<Waiting>,
    pub(super) wake: Notify,
}

impl Shared {
    pub(super) fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn close(&self) {
        self.waiting().close();
        self.wake.notify_one();
    }
}

/// Takes messages and cursors to its [`Writer`].
pub struct EmbeddedQueue {
    shared: Arc<Shared>,
    writer_runs: watch::Receiver<()>,
}

impl EmbeddedQueue {
    /// The queue and its writer, whose [`Writer::run`] the caller has to run.
    #[must_use]
    pub fn new(options: QueueOptions) -> (Self, Writer) {
        let shared = Arc::new(Shared {
            waiting: Mutex::new(Waiting::new(options.capacity.max(1))),
            wake: Notify::new(),
        });
        let (runs, writer_runs) = watch::channel(());
        let writer = Writer::new(Arc::clone(&shared), options.batch.max(1), runs);
        (Self { shared, writer_runs }, writer)
    }

    /// How many messages wait for their commit to begin.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.shared.waiting().messages()
    }

    /// Takes nothing any more and waits until everything taken is settled. As long as the database cannot be
    /// reached this does not end: put a limit around it.
    pub async fn close(&self) {
        self.shared.close();
        let mut writer_runs = self.writer_runs.clone();
        // Nothing is ever sent: it ends when the writer is gone.
        while writer_runs.changed().await.is_ok() {}
    }
}

impl MessageQueue for EmbeddedQueue {
    fn submit(&self, submission: Submission) -> Result<(), QueueFull> {
        self.shared.waiting().submit(submission)?;
        self.shared.wake.notify_one();
        Ok(())
    }

    fn advance(&self, cursor: CursorMove) -> Result<(), QueueFull> {
        self.shared.waiting().advance(cursor)?;
        self.shared.wake.notify_one();
        Ok(())
    }
}

impl Drop for EmbeddedQueue {
    fn drop(&mut self) {
        self.shared.close();
    }
}

impl std::fmt::Debug for EmbeddedQueue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EmbeddedQueue").field("waiting", &self.waiting()).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "embedded_tests.rs"]
mod tests;
