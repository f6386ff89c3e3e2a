//! One conversation as this program has it: the rule by which each message comes out once and in order.

use std::collections::BTreeMap;

use kamachat_domain::planted::{self, Defect};
use kamachat_protocol::{frames::MAX_PULL, messages::Message};

/// Most messages that are kept while an earlier one is missing. What is dropped is pulled later.
const MAX_HELD: usize = 500;

/// What was handed over, what is known to exist, and what came too early.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// Everything up to here was handed over, or will never come.
    have: i64,
    /// The newest number that is known to exist.
    known: i64,
    /// Up to here only a pull is believed: what is pushed may be older than the changes that are counted as known.
    settled: i64,
    held: BTreeMap<i64, Message>,
    /// Numbers that will never come: first to last.
    gone: BTreeMap<i64, i64>,
    /// A pull is under way.
    pulling: bool,
}

impl Log {
    pub(crate) fn starting_at(have: i64) -> Self {
        Self { have, known: have, ..Self::default() }
    }

    pub(crate) fn have(&self) -> i64 {
        self.have
    }

    /// The changes up to now come with the messages up to `seq`, when those are pulled.
    pub(crate) fn settle(&mut self, seq: i64) {
        self.settled = seq;
    }

    /// Whether a message that was pushed is as new as what is known of it.
    pub(crate) fn believes(&self, seq: i64) -> bool {
        seq > self.settled
    }

    /// A number that exists, whose message may be missing here.
    pub(crate) fn learn(&mut self, seq: i64) {
        self.known = self.known.max(seq);
    }

    /// Takes a message; calls `out` for each that is due now.
    pub(crate) fn accept(&mut self, message: Message, mut out: impl FnMut(Message)) {
        let seq = message.seq;
        self.learn(seq);
        if planted::is(Defect::DuplicateOnRedelivery) && seq <= self.have {
            return out(message);
        }
        let room = self.held.len() < MAX_HELD || seq == self.have + 1;
        if seq > self.have && room {
            self.held.entry(seq).or_insert(message);
        }
        self.drain(out);
    }

    /// `from..=to` will never come.
    pub(crate) fn skip(&mut self, from: i64, to: i64, out: impl FnMut(Message)) {
        if to >= from && to > self.have {
            let last = self.gone.entry(from).or_insert(to);
            *last = (*last).max(to);
        }
        self.drain(out);
    }

    fn drain(&mut self, mut out: impl FnMut(Message)) {
        loop {
            let next = self.have + 1;
            if let Some(message) = self.held.remove(&next) {
                self.have = next;
                out(message);
                continue;
            }
            let passed = self.gone.range(..=next).next().map(|(&from, &to)| (from, to));
            match passed {
                Some((from, to)) => {
                    self.gone.remove(&from);
                    self.have = self.have.max(to);
                    self.held.retain(|&seq, _| seq > to);
                }
                None => break,
            }
        }
        self.known = self.known.max(self.have);
    }

    /// What to pull now, if anything: it counts as under way from here on.
    pub(crate) fn pull(&mut self) -> Option<(i64, i64)> {
        if self.pulling || self.have >= self.known {
            return None;
        }
        let from = self.have + 1;
        let before_held = self.held.keys().next().map_or(self.known, |&first| first - 1);
        self.pulling = true;
        Some((from, before_held.min(from + MAX_PULL - 1)))
    }

    /// The pull was answered, or its answer will not come.
    pub(crate) fn pulled(&mut self) {
        self.pulling = false;
    }

    /// The server has nothing more for us here.
    pub(crate) fn give_up(&mut self) {
        self.known = self.have;
        self.held.clear();
        self.pulling = false;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use kamachat_protocol::messages::{MessageBody, Sender};
    use proptest::prelude::*;

    use super::*;

    pub(crate) fn message(seq: i64) -> Message {
        let id = uuid::Uuid::from_u128(seq.unsigned_abs().into());
        Message {
            id: id.into(),
            conversation_id: uuid::Uuid::nil().into(),
            seq,
            cnt: seq,
            rev: None,
            client_msg_id: id.into(),
            sender: Sender {
                id: uuid::Uuid::nil().into(),
                name: String::new(),
                avatar: None,
                deleted: false,
            },
            kind: "text".into(),
            body: MessageBody::text(seq.to_string()),
            created_at: Default::default(),
            changes: Default::default(),
            reply_to: None,
            mentions: None,
        }
    }

    fn seqs(log: &mut Log, message: Message) -> Vec<i64> {
        let mut out = Vec::new();
        log.accept(message, |m| out.push(m.seq));
        out
    }

    #[test]
    fn a_hole_is_pulled_and_what_came_early_waits() {
        let mut log = Log::starting_at(4);
        assert_eq!(seqs(&mut log, message(5)), [5]);
        assert_eq!(seqs(&mut log, message(5)), [0; 0]);
        assert_eq!(seqs(&mut log, message(8)), [0; 0]);
        assert_eq!(log.pull(), Some((6, 7)));
        assert_eq!(log.pull(), None, "one pull at a time");
        assert_eq!(seqs(&mut log, message(6)), [6]);
        assert_eq!(seqs(&mut log, message(7)), [7, 8]);
        log.pulled();
        assert_eq!(log.pull(), None);
    }

    #[test]
    fn what_will_never_come_is_passed_over() {
        let mut log = Log::starting_at(0);
        log.learn(1000);
        assert_eq!(log.pull(), Some((1, 200)));
        log.pulled();
        log.skip(1, 998, |_| {});
        assert_eq!(log.pull(), Some((999, 1000)));
        assert_eq!(seqs(&mut log, message(1000)), [0; 0]);
        let mut out = Vec::new();
        log.skip(999, 999, |m| out.push(m.seq));
        assert_eq!((out, log.have()), (vec![1000], 1000));
    }

    proptest! {
        #[test]
        fn whatever_the_order_each_message_comes_out_once_and_in_order(
            order in Just((1..=40_i64).chain(1..=40).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let (mut log, mut out) = (Log::starting_at(0), Vec::new());
            for seq in order {
                log.accept(message(seq), |m| out.push(m.seq));
            }
            prop_assert_eq!(out, (1..=40).collect::<Vec<_>>());
        }
    }
}
