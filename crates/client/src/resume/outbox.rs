//! What was not acknowledged yet, in the order of sending.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    time::{Duration, Instant},
};

use kamachat_domain::ids::{ClientMsgId, ConversationId};
use kamachat_protocol::{accounts::Account, frames::ClientFrame, messages::Sender};
use tokio::sync::oneshot;

use super::{Sent, backoff::Backoff};
use crate::{error::Result, socket::text_frame};

/// No answer for this long means *unknown*: the message is sent again.
const UNKNOWN_AFTER: Duration = Duration::from_secs(10);

/// A message on its way.
#[derive(Debug)]
pub(crate) struct Pending {
    pub(crate) conversation_id: ConversationId,
    pub(crate) client_msg_id: ClientMsgId,
    pub(crate) text: String,
    pub(crate) reply: oneshot::Sender<Result<Sent>>,
}

/// Who an own message is from.
pub(crate) fn sender_of(account: &Account) -> Sender {
    Sender { id: account.id, name: account.nickname.clone(), avatar: account.avatar, deleted: false }
}

#[derive(Debug)]
enum State {
    /// To be sent at this time.
    Due(Instant),
    /// Sent at this time.
    Sent(Instant),
}

#[derive(Debug)]
struct Entry {
    pending: Pending,
    state: State,
    backoff: Backoff,
}

#[derive(Debug, Default)]
pub(crate) struct Outbox {
    next: u64,
    entries: BTreeMap<u64, Entry>,
    by_id: HashMap<ClientMsgId, u64>,
}

impl Outbox {
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn add(&mut self, pending: Pending, now: Instant) {
        if self.by_id.contains_key(&pending.client_msg_id) {
            return; // The same message twice: the first one's answer will do, the second sees `Ended`.
        }
        let number = self.next;
        self.next += 1;
        self.by_id.insert(pending.client_msg_id, number);
        let backoff = Backoff::new(Duration::from_secs(1), Duration::from_secs(30));
        self.entries.insert(number, Entry { pending, state: State::Due(now), backoff });
    }

    /// Takes out what was answered.
    pub(crate) fn take(&mut self, id: ClientMsgId) -> Option<Pending> {
        let number = self.by_id.remove(&id)?;
        self.entries.remove(&number).map(|entry| entry.pending)
    }

    /// The server is too busy for this one: again later.
    pub(crate) fn postpone(&mut self, id: ClientMsgId, asked: Option<u64>, now: Instant) {
        let entry = self.by_id.get(&id).and_then(|number| self.entries.get_mut(number));
        if let Some(entry) = entry {
            entry.state = State::Due(now + entry.backoff.next(asked));
        }
    }

    /// The connection is gone: all of it is unknown.
    pub(crate) fn all_due(&mut self, now: Instant) {
        for entry in self.entries.values_mut() {
            entry.state = State::Due(now);
        }
    }

    /// The frames to send now. What waits holds back what follows it in the same conversation.
    pub(crate) fn due(&mut self, now: Instant, out: &mut impl Extend<ClientFrame>) {
        let mut waiting = HashSet::new();
        for entry in self.entries.values_mut() {
            let due = match entry.state {
                State::Due(at) => at <= now,
                State::Sent(at) => {
                    if now < at + UNKNOWN_AFTER {
                        continue;
                    }
                    true
                }
            };
            let conversation = entry.pending.conversation_id;
            if !due || waiting.contains(&conversation) {
                waiting.insert(conversation);
                continue;
            }
            entry.state = State::Sent(now);
            out.extend([text_frame(conversation, entry.pending.client_msg_id, &entry.pending.text)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pending(conversation: u128, id: u128) -> Pending {
        Pending {
            conversation_id: uuid::Uuid::from_u128(conversation).into(),
            client_msg_id: uuid::Uuid::from_u128(id).into(),
            text: "x".into(),
            reply: oneshot::channel().0,
        }
    }

    fn due(outbox: &mut Outbox, now: Instant) -> Vec<u128> {
        let mut out = Vec::new();
        outbox.due(now, &mut out);
        let id = |frame: &ClientFrame| match frame {
            ClientFrame::SendMessage { client_msg_id, .. } => client_msg_id.as_uuid().as_u128(),
            _ => 0,
        };
        out.iter().map(id).collect()
    }

    #[test]
    fn the_unanswered_is_sent_again_in_order_and_nothing_overtakes_what_waits() {
        let (mut outbox, now) = (Outbox::default(), Instant::now());
        for (conversation, id) in [(1, 11), (1, 12), (2, 21)] {
            outbox.add(pending(conversation, id), now);
        }
        assert_eq!(due(&mut outbox, now), [11, 12, 21]);
        assert_eq!(due(&mut outbox, now), [0; 0]);

        outbox.take(uuid::Uuid::from_u128(21).into());
        outbox.postpone(uuid::Uuid::from_u128(11).into(), Some(5), now);
        outbox.add(pending(1, 13), now);
        assert_eq!(due(&mut outbox, now), [0; 0], "13 waits behind 11");

        outbox.all_due(now);
        assert_eq!(due(&mut outbox, now), [11, 12, 13]);
        assert_eq!(due(&mut outbox, now + UNKNOWN_AFTER), [11, 12, 13]);
    }
}
