//! The receiving half of the checker: each message once, in order, unchanged.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use kamachat_client::{ConversationId, protocol::messages::Message};

use super::text;
use crate::{report::Check, stats::Latencies};

/// What arrived of one pair's messages.
pub struct Arrivals {
    pub pair: u32,
    pub conversation_id: ConversationId,
    pub size: usize,
    /// `seq` of the last message that arrived.
    pub have: i64,
    /// Number that should come next.
    pub next: u64,
    pub seen: Vec<bool>,
    /// Something was refused for now: the order of sending is not the order of numbers any more.
    pub reordered: Arc<AtomicBool>,
    pub check: Check,
}

impl Arrivals {
    /// Judges a message that arrived at `now`, on the clock that the texts use.
    pub fn take(&mut self, message: &Message, now: Duration, times: &mut Latencies) {
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
        times.add(now.saturating_sub(sent));
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

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: usize = 64;

    /// Lost, duplicates, disorder, altered, unexpected of messages `(seq, number)`.
    fn judge(messages: &[(i64, u64)], spoil: impl Fn(&mut serde_json::Value)) -> [u64; 5] {
        let nil = uuid::Uuid::nil();
        let mut arrivals = Arrivals {
            pair: 3,
            conversation_id: nil.into(),
            size: SIZE,
            have: 10,
            next: 0,
            seen: Vec::new(),
            reordered: Arc::default(),
            check: Check::default(),
        };
        for &(seq, number) in messages {
            let mut message = serde_json::json!({
                "id": nil, "conversation_id": nil, "seq": seq, "cnt": seq, "rev": null, "client_msg_id": nil,
                "sender": {"id": nil, "name": "ada", "avatar": null}, "kind": "text",
                "body": {"text": text::write(3, number, Duration::ZERO, SIZE)},
                "created_at": "2026-01-02T03:04:05.678Z",
            });
            spoil(&mut message);
            let message = serde_json::from_value(message).unwrap_or_else(|error| unreachable!("{error}"));
            arrivals.take(&message, Duration::from_millis(1), &mut Latencies::default());
        }
        let check = arrivals.check;
        [check.lost, check.duplicates, check.disorder, check.altered, check.unexpected]
    }

    #[test]
    fn each_kind_of_broken_promise_is_seen() {
        let fine = |_: &mut serde_json::Value| {};
        assert_eq!(judge(&[(11, 0), (12, 1), (13, 2)], fine), [0; 5]);
        assert_eq!(judge(&[(11, 0), (13, 1)], fine), [1, 0, 0, 0, 0], "a hole");
        assert_eq!(judge(&[(11, 0), (11, 0), (12, 1)], fine), [0, 1, 0, 0, 0], "pushed twice");
        assert_eq!(judge(&[(11, 0), (12, 0), (13, 1)], fine), [0, 1, 0, 0, 0], "stored twice");
        assert_eq!(judge(&[(11, 1), (12, 0)], fine), [0, 0, 2, 0, 0], "overtaken");
        assert_eq!(judge(&[(11, 0)], |m| m["body"]["text"] = "3 0 0 y".into()), [0, 0, 0, 1, 0]);
        let elsewhere = uuid::Uuid::from_u128(1).to_string();
        assert_eq!(judge(&[(11, 0)], |m| m["conversation_id"] = elsewhere.clone().into()), [0, 0, 0, 0, 1]);
    }
}
