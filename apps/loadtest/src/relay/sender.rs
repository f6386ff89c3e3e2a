use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use futures_util::FutureExt;
use kamachat_client::{
    ConversationId, Error, Socket,
    protocol::frames::{AckedMessage, ServerFrame},
    text_frame,
};
use tokio::time::{Instant, timeout_at};

use super::{Plan, STALL, text};
use crate::{report::Check, report::Failure, stats::Latencies};

/// Pause before what was refused for now is sent again.
const AGAIN: Duration = Duration::from_millis(20);
/// Most unanswered messages of an open loop: beyond, the server does not keep up at all.
const OVERLOAD: usize = 20_000;

/// The sending half of a pair.
pub struct Sender {
    pub socket: Socket,
    pub run: u64,
    pub pair: u32,
    pub conversation_id: ConversationId,
    pub size: usize,
    /// `seq` of the message with number 0.
    pub base: i64,
    /// Number of the next message.
    pub next: u64,
    /// Something was refused for now: the order of sending is not the order of numbers any more.
    pub reordered: Arc<AtomicBool>,
    /// Numbers without an answer, with the time from which their latency counts.
    pub unanswered: VecDeque<(u64, Instant)>,
    /// Refused for now.
    pub again: VecDeque<(u64, Instant)>,
    pub check: Check,
}

/// What a phase brought.
#[derive(Default)]
pub struct Sendings {
    pub sent: u64,
    pub acks: Latencies,
    /// How much later than planned messages were sent: the generator's own fault.
    pub lag: Latencies,
}

impl Sender {
    /// Sends as planned and waits for the answers.
    pub async fn work(&mut self, plan: &Plan) -> Result<Sendings, Failure> {
        let mut done = Sendings::default();
        let mut progress = Instant::now();
        loop {
            let wake = self.send_what_is_due(plan, &mut done).await?;
            if self.unanswered.is_empty() && self.again.is_empty() && wake.is_none() {
                return Ok(done);
            }
            let stalled = progress + STALL;
            let until = wake.map_or(stalled, |wake| wake.min(stalled));
            match timeout_at(until, self.socket.recv()).await {
                Ok(frame) => {
                    progress = Instant::now();
                    self.take(frame?, &mut done)?;
                    while let Some(frame) = self.socket.recv().now_or_never() {
                        self.take(frame?, &mut done)?;
                    }
                }
                Err(_) if self.unanswered.is_empty() || Instant::now() < stalled => {}
                Err(_) => {
                    self.check.lost += (self.unanswered.len() + self.again.len()) as u64;
                    self.unanswered.clear();
                    self.again.clear();
                    return Ok(done);
                }
            }
        }
    }

    /// Returns when there is something to send next, as far as that depends on time.
    async fn send_what_is_due(
        &mut self,
        plan: &Plan,
        done: &mut Sendings,
    ) -> Result<Option<Instant>, Failure> {
        if !self.again.is_empty() {
            tokio::time::sleep(AGAIN).await;
            while let Some((number, since)) = self.again.pop_front() {
                self.put(number, since, plan).await?;
            }
        }
        let mut wake = None;
        while plan.goes_on(done.sent) {
            let now = Instant::now();
            let since = match plan.due(done.sent) {
                Some(due) if due > now => {
                    wake = Some(due);
                    break;
                }
                Some(due) => due,
                None if self.unanswered.len() >= plan.in_flight => break,
                None => now,
            };
            if self.unanswered.len() >= OVERLOAD {
                return Err("the server does not keep up with this rate at all".into());
            }
            done.lag.add(now - since);
            self.put(self.next, since, plan).await?;
            self.next += 1;
            done.sent += 1;
        }
        self.socket.flush().await?;
        Ok(wake)
    }

    async fn put(&mut self, number: u64, since: Instant, plan: &Plan) -> Result<(), Error> {
        let text = text::write(self.pair, number, since - plan.clock, self.size);
        let name = text::name(self.run, self.pair, number);
        self.unanswered.push_back((number, since));
        self.socket.feed(&text_frame(self.conversation_id, name, &text)).await
    }

    fn take(&mut self, frame: ServerFrame, done: &mut Sendings) -> Result<(), Failure> {
        match frame {
            ServerFrame::Ack { client_msg_id, message, duplicate, conversation_id, .. } => {
                self.check.unexpected += u64::from(conversation_id != self.conversation_id);
                self.answered(text::number(client_msg_id), &message, duplicate, done);
            }
            ServerFrame::Error { reference: Some(reference), code, .. }
                if code == "busy" || code == "unavailable" =>
            {
                let name = reference.parse().map_err(|_| "an error names no message")?;
                let number = text::number(name);
                if let Some(at) = self.unanswered.iter().position(|(n, _)| *n == number) {
                    self.check.repeated += 1;
                    self.reordered.store(true, Ordering::Relaxed);
                    self.again.extend(self.unanswered.remove(at));
                }
            }
            ServerFrame::Error { code, message, .. } => {
                return Err(format!("the server refused a frame: {code}: {message}").into());
            }
            ServerFrame::NewMessage { .. } | ServerFrame::Stale { .. } => self.check.unexpected += 1,
            _ => {}
        }
        Ok(())
    }

    fn answered(&mut self, number: u64, message: &AckedMessage, duplicate: bool, done: &mut Sendings) {
        let Some(at) = self.unanswered.iter().position(|(n, _)| *n == number) else {
            self.check.duplicates += 1;
            return;
        };
        if let Some((_, since)) = self.unanswered.remove(at) {
            done.acks.add(since.elapsed());
        }
        if !self.reordered.load(Ordering::Relaxed) {
            self.check.duplicates += u64::from(duplicate);
            self.check.disorder += u64::from(message.seq != self.base + number.cast_signed());
        }
    }
}
