//! What was to be said, what the server acknowledged, and where the two do not fit.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use kamachat_client::{
    ClientMsgId, ConversationId, MessageId,
    protocol::{frames::AckedMessage, messages::Message},
};

/// A message that every writer sends.
#[derive(Clone, Debug)]
pub struct Planned {
    pub conversation_id: ConversationId,
    pub client_msg_id: ClientMsgId,
    pub text: String,
}

/// What to do at the first new ack of a batch, once so many messages are acknowledged.
type Trap = (usize, Box<dyn FnOnce(usize) + Send>);

#[derive(Default)]
struct Pages {
    trap: Option<Trap>,
    acks: HashMap<ClientMsgId, (MessageId, i64)>,
    answers: usize,
    duplicates: usize,
    reconnects: usize,
    broken: Vec<String>,
}

/// Shared by the writers.
pub struct Book {
    pub planned: Vec<Planned>,
    by_name: HashMap<ClientMsgId, usize>,
    pages: Mutex<Pages>,
}

impl Book {
    pub fn new(planned: Vec<Planned>) -> Self {
        let by_name = planned.iter().enumerate().map(|(at, message)| (message.client_msg_id, at)).collect();
        Self { planned, by_name, pages: Mutex::default() }
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the trap. It goes off on the spot, in the task that read the ack: a server that acknowledges before it
    /// commits has no time left to make it true.
    pub fn set_trap(&self, acknowledged: usize, act: impl FnOnce(usize) + Send + 'static) {
        self.pages().trap = Some((acknowledged, Box::new(act)));
    }

    /// An ack: the first one of a message is a promise that the others have to repeat. `first` of its batch?
    pub fn acked(&self, name: ClientMsgId, message: &AckedMessage, duplicate: bool, first: bool) {
        let mut pages = self.pages();
        let count = pages.acks.len();
        if let Some((_, act)) = pages.trap.take_if(|(at, _)| first && !duplicate && count >= *at) {
            act(count);
        }
        pages.answers += 1;
        pages.duplicates += usize::from(duplicate);
        let now = (message.id, message.seq);
        let first = *pages.acks.entry(name).or_insert(now);
        if first != now {
            pages.broken.push(format!("{name} was acknowledged as {first:?} and then as {now:?}"));
        }
    }

    /// A stored message, against what was planned and what was acknowledged.
    pub fn compare(&self, stored: &Message) {
        let name = stored.client_msg_id;
        let planned = self.by_name.get(&name).and_then(|&at| self.planned.get(at));
        self.require(
            planned.is_some_and(|planned| {
                planned.text == stored.body.text && planned.conversation_id == stored.conversation_id
            }),
            || format!("stored, but never sent like this: {stored:?}"),
        );
        let acked = self.pages().acks.get(&name).copied();
        let now = (stored.id, stored.seq);
        self.require(acked.is_none_or(|acked| acked == now), || {
            format!("{name} was acknowledged as {acked:?} and is stored as {now:?}")
        });
    }

    /// Writes down what is wrong unless `fine`.
    pub fn require(&self, fine: bool, wrong: impl FnOnce() -> String) {
        if !fine {
            self.pages().broken.push(wrong());
        }
    }

    pub fn reconnected(&self) {
        self.pages().reconnects += 1;
    }

    /// Different messages with an ack.
    pub fn acknowledged(&self) -> usize {
        self.pages().acks.len()
    }

    pub fn summary(&self) -> String {
        let pages = self.pages();
        format!(
            "{} messages, {} acks, {} of them duplicates, {} connections lost",
            pages.acks.len(),
            pages.answers,
            pages.duplicates,
            pages.reconnects
        )
    }

    /// The first few promises that were broken.
    pub fn verdict(&self) -> Result<(), String> {
        let pages = self.pages();
        if pages.broken.is_empty() {
            return Ok(());
        }
        let first: Vec<&str> = pages.broken.iter().take(10).map(String::as_str).collect();
        Err(format!("{} promises were broken:\n{}", pages.broken.len(), first.join("\n")))
    }
}
