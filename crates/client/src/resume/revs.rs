//! The changes of one conversation as this program has them: none is missed, and the newest state wins.

use std::collections::BTreeMap;

use kamachat_protocol::messages::Message;

/// Changed messages that are kept until their turn comes.
const MAX_EARLY: usize = 500;

/// What was handed over, and what is known to exist.
#[derive(Debug, Default)]
pub(crate) struct Revs {
    /// Everything up to here was handed over.
    have: i64,
    /// The newest change that is known to exist.
    known: i64,
    /// There may be changes that nobody told of.
    doubt: bool,
    asking: bool,
    /// Messages that changed before they were handed over: what is on its way may be older.
    early: BTreeMap<i64, Message>,
}

impl Revs {
    pub(crate) fn starting_at(have: i64) -> Self {
        Self { have, known: have, ..Self::default() }
    }

    /// The newest change of the server. One below what is here means that the server was set back.
    pub(crate) fn meet(&mut self, last_rev: i64) {
        self.have = self.have.min(last_rev);
        self.known = last_rev;
    }

    /// A change that exists.
    pub(crate) fn learn(&mut self, rev: i64) {
        self.known = self.known.max(rev);
    }

    /// The account came back, maybe: changes of the time between were not pushed to it.
    pub(crate) fn doubt(&mut self) {
        self.doubt = true;
    }

    /// Whether a pushed change is the next one; it counts as handed over then.
    pub(crate) fn is_next(&mut self, rev: i64) -> bool {
        self.learn(rev);
        let next = rev == self.have + 1;
        if next {
            self.have = rev;
        }
        next
    }

    /// Whether a message of an answer is news.
    pub(crate) fn is_news(&self, message: &Message) -> bool {
        message.rev.is_some_and(|rev| rev > self.have)
    }

    /// Everything up to `last_rev` was handed over.
    pub(crate) fn up_to(&mut self, last_rev: i64) {
        self.have = self.have.max(last_rev);
        self.learn(last_rev);
    }

    /// From where to ask now, if at all: it counts as under way from here on. Doubts that come later need another
    /// answer.
    pub(crate) fn ask(&mut self) -> Option<i64> {
        if self.asking || (self.have >= self.known && !self.doubt) {
            return None;
        }
        self.asking = true;
        self.doubt = false;
        Some(self.have)
    }

    /// The question was answered.
    pub(crate) fn answered(&mut self) {
        self.asking = false;
    }

    /// The answer will not come.
    pub(crate) fn lost(&mut self) {
        self.doubt |= std::mem::take(&mut self.asking);
    }

    /// The server tells nothing more here.
    pub(crate) fn give_up(&mut self) {
        self.known = self.have;
        self.asking = false;
    }

    /// Keeps a message whose turn has not come.
    pub(crate) fn keep(&mut self, message: Message) {
        if self.early.len() < MAX_EARLY || self.early.contains_key(&message.seq) {
            self.early.insert(message.seq, message);
        }
    }

    /// The newest state of a message whose turn it is.
    pub(crate) fn newest(&mut self, message: Message) -> Message {
        match self.early.remove(&message.seq) {
            Some(kept) if kept.rev > message.rev => kept,
            _ => message,
        }
    }
}
