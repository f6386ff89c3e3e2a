use std::time::Duration;

use futures_util::FutureExt;
use kamachat_client::{
    Socket,
    protocol::frames::{ClientFrame, MAX_PULL, ServerFrame},
};
use tokio::{
    sync::watch,
    time::{Instant, timeout},
};

use super::arrivals::Arrivals;
use crate::{report::Failure, stats::Latencies};

/// Longest wait for a push once its sender is done; then it is pulled.
const PATIENCE: Duration = Duration::from_secs(10);

/// The receiving half of a pair.
pub struct Receiver {
    pub socket: Socket,
    pub arrivals: Arrivals,
    pub receipts: bool,
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
            if target.is_some_and(|target| self.arrivals.have >= target) {
                return Ok(times);
            }
            let before = self.arrivals.have;
            tokio::select! {
                frame = timeout(PATIENCE, self.socket.recv()) => match (frame, target) {
                    (Ok(frame), _) => self.take(frame?, clock, &mut times).await?,
                    (Err(_), Some(target)) => {
                        self.fill(target, clock, &mut times).await?;
                        self.arrivals.check.lost += (target - self.arrivals.have).max(0).cast_unsigned();
                        return Ok(times);
                    }
                    (Err(_), None) => {}
                },
                _ = last.changed(), if target.is_none() => {}
            }
            while let Some(frame) = self.socket.recv().now_or_never() {
                self.take(frame?, clock, &mut times).await?;
            }
            if self.receipts && self.arrivals.have > before {
                let (conversation_id, seq) = (self.arrivals.conversation_id, self.arrivals.have);
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
                if message.seq > self.arrivals.have + 1 {
                    self.fill(message.seq - 1, clock, times).await?;
                }
                self.arrivals.take(&message, clock.elapsed(), times);
            }
            ServerFrame::Stale { last_seq, .. } => self.fill(last_seq, clock, times).await?,
            ServerFrame::Error { code, message, .. } => {
                return Err(format!("the server refused a frame: {code}: {message}").into());
            }
            ServerFrame::Ack { .. } | ServerFrame::Unavailable { .. } => self.arrivals.check.unexpected += 1,
            _ => {}
        }
        Ok(())
    }

    /// Pulls what was not pushed.
    async fn fill(&mut self, to: i64, clock: Instant, times: &mut Latencies) -> Result<(), Failure> {
        while self.arrivals.have < to {
            let (before, from) = (self.arrivals.have, self.arrivals.have + 1);
            self.arrivals.check.gaps += 1;
            let pulled = self
                .socket
                .pull(self.arrivals.conversation_id, from, to.min(self.arrivals.have + MAX_PULL))
                .await?;
            for message in &pulled.messages {
                self.arrivals.take(message, clock.elapsed(), times);
            }
            if self.arrivals.have == before {
                break;
            }
        }
        Ok(())
    }
}
