use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_util::FutureExt;
use kamachat_client::{
    ConversationId, Socket,
    protocol::{
        frames::{ClientFrame, MAX_PULL, ServerFrame},
        messages::Message,
    },
};
use tokio::{
    sync::watch,
    time::{Instant, timeout},
};

use super::text;
use crate::{report::Check, report::Failure, stats::Latencies};

/// Longest wait for a push once its sender is done; then it is pulled.
const PATIENCE: Duration = Duration::from_secs(10);

/// The receiving half of a pair.
pub struct Receiver {
    pub socket: Socket,
    pub pair: u32,
    pub conversation_id: ConversationId,
    pub size: usize,
    /// `seq` of the last message that arrived.
    pub have: i64,
    /// Number that should come next.
    pub next: u64,
    pub seen: Vec<bool>,
    pub reordered: Arc<AtomicBool>,
    pub receipts: bool,
    pub check: Check,
}

impl Receiver {
    /// Takes messages until the one with the last number, which the sender tells when it is done.
    pub async fn work(
        &mut self,
        clock: Instant,
        mut last: watch::Receiver<Option<i64>>,
    ) -> Result<Latencies, Failure> {
        let mut times = Latencies::default();
        loop {
            let target = *last.borrow_and_update();
            if target.is_some_and(|target| self.have >= target) {
                return Ok(times);
            }
            let before = self.have;
            tokio::select! {
                frame = timeout(PATIENCE, self.socket.recv()) => match (frame, target) {
                    (Ok(frame), _) => self.take(frame?, clock, &mut times).await?,
                    (Err(_), Some(target)) => {
                        self.fill(target, clock, &mut times).await?;
                        self.check.lost += (target - self.have).max(0).cast_unsigned();
                        return Ok(times);
                    }
                    (Err(_), None) => {}
                },
                _ = last.changed(), if target.is_none() => {}
            }
            while let Some(frame) = self.socket.recv().now_or_never() {
                self.take(frame?, clock, &mut times).await?;
            }
            if self.receipts && self.have > before {
                let (conversation_id, seq) = (self.conversation_id, self.have);
                self.socket.send(&ClientFrame::Delivered { conversation_id, seq }).await?;
            }
        }
    }

    async fn take(
        &mut self,
        frame: ServerFrame,
        clock: Instant,
        times: &mut Latencies,
    ) -> Result<(), Failure> {
        match frame {
            ServerFrame::NewMessage { message } => {
                if message.seq > self.have + 1 {
                    self.fill(message.seq - 1, clock, times).await?;
                }
                self.arrived(&message, clock, times);
            }
            ServerFrame::Stale { last_seq, .. } => self.fill(last_seq, clock, times).await?,
            ServerFrame::Error { code, message, .. } => {
                return Err(format!("the server refused a frame: {code}: {message}").into());
            }
            ServerFrame::Ack { .. } | ServerFrame::Unavailable { .. } => self.check.unexpected += 1,
            _ => {}
        }
        Ok(())
    }

    /// Pulls what was not pushed.
    async fn fill(&mut self, to: i64, clock: Instant, times: &mut Latencies) -> Result<(), Failure> {
        while self.have < to {
            let (before, from) = (self.have, self.have + 1);
            self.check.gaps += 1;
            let pulled = self.socket.pull(self.conversation_id, from, to.min(self.have + MAX_PULL)).await?;
            for message in &pulled.messages {
                self.arrived(message, clock, times);
            }
            if self.have == before {
                break;
            }
        }
        Ok(())
    }

    fn arrived(&mut self, message: &Message, clock: Instant, times: &mut Latencies) {
        if message.conversation_id != self.conversation_id {
            self.check.unexpected += 1;
            return;
        }
        if message.seq <= self.have {
            self.check.duplicates += 1;
            return;
        }
        self.check.lost += (message.seq - self.have - 1).cast_unsigned();
        self.have = message.seq;
        let Some((number, sent)) = text::read(&message.body.text, self.pair, self.size) else {
            self.check.altered += 1;
            return;
        };
        times.add(clock.elapsed().saturating_sub(sent));
        let index = number as usize;
        if self.seen.len() <= index {
            self.seen.resize(index + 1, false);
        }
        if std::mem::replace(&mut self.seen[index], true) {
            self.check.duplicates += 1;
        } else if number != self.next && !self.reordered.load(Ordering::Relaxed) {
            self.check.disorder += 1;
        }
        self.next = number + 1;
    }
}
