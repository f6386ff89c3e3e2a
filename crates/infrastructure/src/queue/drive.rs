//! The writer's side: one batch after the other into the ledger, whatever the database says.

use std::{sync::Arc, time::Duration};

use kamachat_application::{
    messages::Stored,
    ports::{BatchHandler, PortError},
};
use tokio::sync::watch;

use super::{embedded::Shared, waiting::Batch};

/// Tries of a batch that failed on a taken key, before it is taken apart.
const TRIES: u32 = 5;
/// The first pause after a failure; each next one is twice as long.
const SHORTEST: Duration = Duration::from_millis(5);
const LONGEST: Duration = Duration::from_secs(1);

/// Empties an [`EmbeddedQueue`](super::EmbeddedQueue).
pub struct Writer {
    shared: Arc<Shared>,
    most: usize,
    /// Dropped with the writer: that is how the queue knows that it ended.
    _runs: watch::Sender<()>,
}

impl Writer {
    pub(super) fn new(shared: Arc<Shared>, most: usize, runs: watch::Sender<()>) -> Self {
        Self { shared, most, _runs: runs }
    }

    /// Stores batch after batch until the queue is closed and empty.
    ///
    /// A batch that fails for a passing reason is tried again for ever: what was taken is never skipped. One
    /// that fails for good is taken apart until the message at fault is alone, which is buried.
    pub async fn run(self, handler: Arc<dyn BatchHandler>) {
        while let Some(batch) = self.next().await {
            drive(&*handler, batch).await;
        }
    }

    async fn next(&self) -> Option<Batch> {
        loop {
            {
                let mut waiting = self.shared.waiting();
                let batch = waiting.take(self.most);
                if !batch.is_empty() {
                    return Some(batch);
                }
                if waiting.is_closed() {
                    return None;
                }
            }
            self.shared.wake.notified().await;
        }
    }
}

/// A writer that is gone leaves nobody waiting: what was not begun is dropped with its replies.
impl Drop for Writer {
    fn drop(&mut self) {
        self.shared.close();
        let mut waiting = self.shared.waiting();
        let rest = waiting.take(usize::MAX);
        // Replies run foreign code when they are dropped: not under the lock.
        drop(waiting);
        drop(rest);
    }
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Writer")
    }
}

/// Stores a batch, taking it apart as far as it has to be. Parts keep their order.
async fn drive(handler: &dyn BatchHandler, batch: Batch) {
    let mut parts = vec![batch];
    while let Some(part) = parts.pop() {
        match store(handler, &part).await {
            Ok(stored) => handler.settle(part.messages, part.cursors, stored),
            Err(error) => match halves(part) {
                Halves::Two(first, second) => parts.extend([second, first]),
                Halves::Message(submission) => handler.bury(submission, error).await,
                Halves::Cursor(cursor) => {
                    // A lost cursor is only an older cursor.
                    tracing::error!(conversation = %cursor.conversation_id, account = %cursor.account_id,
                        error = &error as &dyn std::error::Error, "a cursor cannot be moved");
                    if let Some(reply) = cursor.reply {
                        reply(None);
                    }
                }
                Halves::Nothing => {}
            },
        }
    }
}

/// Tries until it is stored or fails for good.
async fn store(handler: &dyn BatchHandler, batch: &Batch) -> Result<Stored, PortError> {
    let mut tries = 0_u32;
    loop {
        let error = match handler.store(&batch.messages, &batch.cursors).await {
            Ok(stored) => {
                if tries > TRIES {
                    tracing::info!(tries, "messages are stored again");
                }
                return Ok(stored);
            }
            Err(error) => error,
        };
        tries = tries.saturating_add(1);
        let again = error.is_transient() || matches!(error, PortError::Duplicate) && tries < TRIES;
        if !again {
            return Err(error);
        }
        if tries.is_power_of_two() {
            tracing::warn!(
                tries,
                messages = batch.messages.len(),
                error = &error as &dyn std::error::Error,
                "a batch could not be stored; trying again"
            );
        }
        tokio::time::sleep(pause(tries)).await;
    }
}

/// Between half of and all of 5 ms, 10 ms, 20 ms … 1 s: writers that got in each other's way part.
fn pause(tries: u32) -> Duration {
    let doubled = SHORTEST.saturating_mul(1 << tries.saturating_sub(1).min(16)).min(LONGEST);
    let random = getrandom::u32().unwrap_or_default() % 1000;
    doubled / 2 + doubled / 2 * random / 1000
}

enum Halves {
    Two(Batch, Batch),
    Message(kamachat_application::ports::Submission),
    Cursor(kamachat_application::ports::CursorMove),
    Nothing,
}

/// The messages apart from the cursors, then each in two.
fn halves(mut batch: Batch) -> Halves {
    if !batch.messages.is_empty() && !batch.cursors.is_empty() {
        let cursors = Batch { cursors: std::mem::take(&mut batch.cursors), ..Batch::default() };
        return Halves::Two(batch, cursors);
    }
    if batch.messages.len() + batch.cursors.len() > 1 {
        let messages = batch.messages.split_off(batch.messages.len().div_ceil(2));
        let cursors = batch.cursors.split_off(batch.cursors.len().div_ceil(2));
        return Halves::Two(batch, Batch { messages, cursors });
    }
    match (batch.messages.pop(), batch.cursors.pop()) {
        (Some(submission), _) => Halves::Message(submission),
        (None, Some(cursor)) => Halves::Cursor(cursor),
        (None, None) => Halves::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_second_and_differ() {
        for tries in 1..200 {
            let pause = pause(tries);
            assert!(pause >= SHORTEST / 2 && pause <= LONGEST, "{tries}: {pause:?}");
        }
        assert!(pause(1) <= Duration::from_millis(5) && pause(20) >= Duration::from_millis(500));
        assert!((0..50).map(|_| pause(9)).collect::<std::collections::HashSet<_>>().len() > 1);
    }
}
