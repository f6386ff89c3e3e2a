//! What waits for one socket. Plain data: the lock and the waker are in [`connection`](crate::connection).

use std::collections::{BTreeMap, VecDeque};

use bytes::{Bytes, BytesMut};
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::frames::ServerFrame;

use crate::{
    frame::{self, Push},
    options::Options,
};

/// Most bytes that are joined for one write.
const CHUNK: usize = 64 * 1024;
/// Conversations remembered as stale; a socket that lacks more is told to start over.
const MAX_STALE: usize = 1000;

/// How much may wait for one socket.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    frames: usize,
    bytes: usize,
    answers: usize,
}

impl From<&Options> for Limits {
    fn from(options: &Options) -> Self {
        let Options { queued_frames, queued_bytes, answer_bytes, .. } = *options;
        Self { frames: queued_frames, bytes: queued_bytes, answers: answer_bytes }
    }
}

/// More waits than a socket that reads would let wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overrun;

/// What happens to pushed frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// Before `hello`: nobody asked for them yet.
    #[default]
    Ignoring,
    /// The heads are being read: kept back, so that the heads come first.
    Holding,
    Passing,
}

/// The newest message and change that a push told of.
type Numbers = (i64, i64);

#[derive(Debug)]
struct Item {
    bytes: Bytes,
    /// Set for what may be dropped.
    about: Option<(ConversationId, Numbers)>,
}

/// Two kinds of frames in one order: answers, which are never dropped, and pushes, which give way.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    phase: Phase,
    queue: VecDeque<Item>,
    held: VecDeque<Item>,
    queue_bytes: usize,
    answer_bytes: usize,
    pushes: usize,
    push_bytes: usize,
    /// Conversations of dropped pushes and the highest numbers dropped. Until they are told, nothing is pushed.
    stale: BTreeMap<ConversationId, Numbers>,
}

impl Outbox {
    /// Whether anything waits to be written.
    pub(crate) fn is_empty(&self) -> bool {
        self.queue.is_empty() && (self.stale.is_empty() || self.phase != Phase::Passing)
    }

    /// Bytes of answers that wait.
    pub(crate) fn answer_bytes(&self) -> usize {
        self.answer_bytes
    }

    /// Adds an answer.
    pub(crate) fn answer(&mut self, bytes: Bytes, limits: Limits) -> Result<(), Overrun> {
        if self.answer_bytes > limits.answers {
            return Err(Overrun);
        }
        self.answer_bytes += bytes.len();
        self.queue_bytes += bytes.len();
        self.queue.push_back(Item { bytes, about: None });
        Ok(())
    }

    /// Adds news of the account: like an answer, but only for who said hello.
    pub(crate) fn news(&mut self, bytes: Bytes, limits: Limits) -> Result<(), Overrun> {
        if self.phase == Phase::Ignoring { Ok(()) } else { self.answer(bytes, limits) }
    }

    /// Adds what is worth nothing later, unless much waits already.
    pub(crate) fn hint(&mut self, bytes: Bytes, limits: Limits) {
        let crowded = !self.stale.is_empty() || self.queue_bytes + bytes.len() > limits.bytes;
        if self.phase == Phase::Passing && !crowded {
            self.answer_bytes += bytes.len();
            self.queue_bytes += bytes.len();
            self.queue.push_back(Item { bytes, about: None });
        }
    }

    /// Adds a push, or remembers that its conversation has to be pulled.
    pub(crate) fn push(&mut self, push: &Push, limits: Limits) -> Result<(), Overrun> {
        if self.phase == Phase::Ignoring {
            return Ok(());
        }
        let len = push.bytes.len();
        if !self.stale.is_empty() {
            return self.miss(push.conversation_id, (push.seq, push.rev));
        }
        if self.pushes >= limits.frames || (self.pushes > 0 && self.push_bytes + len > limits.bytes) {
            self.drop_pushes();
            return self.miss(push.conversation_id, (push.seq, push.rev));
        }
        let item =
            Item { bytes: push.bytes.clone(), about: Some((push.conversation_id, (push.seq, push.rev))) };
        self.pushes += 1;
        self.push_bytes += len;
        if self.phase == Phase::Holding {
            self.held.push_back(item);
        } else {
            self.queue_bytes += len;
            self.queue.push_back(item);
        }
        Ok(())
    }

    /// From now on pushes are kept back.
    pub(crate) fn hold(&mut self) {
        self.phase = Phase::Holding;
    }

    /// From now on pushes pass, those kept back first.
    pub(crate) fn release(&mut self) {
        self.phase = Phase::Passing;
        for item in std::mem::take(&mut self.held) {
            self.queue_bytes += item.bytes.len();
            self.queue.push_back(item);
        }
    }

    /// The next bytes to write: everything that waits, up to 64 KiB; a single frame is not copied. When the
    /// queue has drained, it tells first what was dropped.
    pub(crate) fn take(&mut self) -> Option<Bytes> {
        if self.queue.is_empty() && self.phase == Phase::Passing {
            self.tell_stale();
        }
        let first = self.pop()?;
        if self.queue.front().is_none_or(|next| first.len() + next.bytes.len() > CHUNK) {
            return Some(first);
        }
        let mut chunk = BytesMut::with_capacity((first.len() + self.queue_bytes).min(CHUNK));
        chunk.extend_from_slice(&first);
        while self.queue.front().is_some_and(|next| chunk.len() + next.bytes.len() <= CHUNK) {
            let Some(next) = self.pop() else { break };
            chunk.extend_from_slice(&next);
        }
        Some(chunk.freeze())
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Nothing more comes: the pushes are forgotten, the answers stay, `last` goes out after them.
    pub(crate) fn end(&mut self, last: Bytes) {
        self.drop_pushes();
        self.stale.clear();
        self.queue_bytes += last.len();
        self.answer_bytes += last.len();
        self.queue.push_back(Item { bytes: last, about: None });
    }

    fn drop_pushes(&mut self) {
        let stale = &mut self.stale;
        let mut note = |item: &Item| match item.about {
            Some((id, numbers)) => {
                note_stale(stale, id, numbers);
                false
            }
            None => true,
        };
        self.queue.retain(&mut note);
        self.held.retain(&mut note);
        self.queue_bytes = self.answer_bytes;
        (self.pushes, self.push_bytes) = (0, 0);
    }

    fn miss(&mut self, id: ConversationId, numbers: Numbers) -> Result<(), Overrun> {
        note_stale(&mut self.stale, id, numbers);
        if self.stale.len() > MAX_STALE { Err(Overrun) } else { Ok(()) }
    }

    fn tell_stale(&mut self) {
        for (conversation_id, (last_seq, last_rev)) in std::mem::take(&mut self.stale) {
            let bytes = frame::text(&ServerFrame::Stale { conversation_id, last_seq, last_rev });
            self.queue_bytes += bytes.len();
            self.answer_bytes += bytes.len();
            self.queue.push_back(Item { bytes, about: None });
        }
    }

    fn pop(&mut self) -> Option<Bytes> {
        let item = self.queue.pop_front()?;
        let len = item.bytes.len();
        self.queue_bytes -= len;
        if item.about.is_some() {
            self.pushes -= 1;
            self.push_bytes -= len;
        } else {
            self.answer_bytes -= len;
        }
        if self.queue.is_empty() {
            // An idle socket keeps no buffer.
            self.queue = VecDeque::new();
        }
        Some(item.bytes)
    }
}

fn note_stale(stale: &mut BTreeMap<ConversationId, Numbers>, id: ConversationId, (seq, rev): Numbers) {
    let at = stale.entry(id).or_default();
    *at = (at.0.max(seq), at.1.max(rev));
}

#[cfg(test)]
#[path = "outbox_tests.rs"]
mod tests;
