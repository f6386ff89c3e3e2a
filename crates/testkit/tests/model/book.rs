//! What was done in a run and what the server said to it: the only thing that is believed besides what it stores.

use std::{
    collections::{HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use kamachat_client::{AccountId, ClientMsgId, ConversationId, Error, MessageId};

/// A message that somebody wanted to be stored.
#[derive(Clone, Debug)]
pub struct Wish {
    pub conversation_id: ConversationId,
    pub sender: AccountId,
    pub name: ClientMsgId,
    pub text: String,
    pub outcome: Outcome,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Unknown,
    Stored(MessageId, i64),
    Refused,
}

/// A stored text that something can be done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    pub conversation_id: ConversationId,
    pub seq: i64,
    pub sender: AccountId,
}

/// Where a message is.
pub type Place = (ConversationId, i64);

#[derive(Default)]
pub struct Pages {
    pub wishes: Vec<Wish>,
    pub targets: Vec<Target>,
    /// Edits that were accepted.
    pub edits: HashMap<Place, Vec<String>>,
    pub recalled: HashSet<Place>,
    pub reactions: HashMap<(Place, AccountId, &'static str), bool>,
    pub pins: HashMap<Place, bool>,
    pub hidden: HashSet<(Place, AccountId)>,
    /// The highest read position that was acknowledged.
    pub read: HashMap<(ConversationId, AccountId), i64>,
    pub acts: Vec<String>,
    pub wrong: Vec<String>,
}

/// Shared by the acts of a run.
#[derive(Default)]
pub struct Book(Mutex<Pages>);

impl Book {
    pub fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was done in a conversation of before is judged.
    pub fn forget_all_but(&self, id: ConversationId) {
        let mut pages = self.pages();
        pages.wishes.retain(|wish| wish.conversation_id == id);
        pages.targets.retain(|target| target.conversation_id == id);
        pages.acts.clear();
    }

    pub fn note(&self, act: String) {
        self.pages().acts.push(act);
    }

    /// Writes down what is wrong unless `fine`.
    pub fn require(&self, fine: bool, wrong: impl FnOnce() -> String) {
        if !fine {
            self.pages().wrong.push(wrong());
        }
    }

    pub fn wish(&self, conversation_id: ConversationId, sender: AccountId, name: ClientMsgId, text: &str) {
        let (text, outcome) = (text.to_owned(), Outcome::Unknown);
        self.pages().wishes.push(Wish { conversation_id, sender, name, text, outcome });
    }

    /// The answer to a wish; all answers to it have to be the same.
    pub fn outcome(&self, name: ClientMsgId, now: Outcome) {
        let mut pages = self.pages();
        let Some(wish) = pages.wishes.iter_mut().find(|wish| wish.name == name) else { return };
        let before = std::mem::replace(&mut wish.outcome, now);
        let Wish { conversation_id, sender, .. } = *wish;
        if before != Outcome::Unknown && before != now {
            pages.wrong.push(format!("{name} was answered by {before:?} and then by {now:?}"));
        }
        if let (Outcome::Unknown, Outcome::Stored(_, seq)) = (before, now) {
            pages.targets.push(Target { conversation_id, seq, sender });
        }
    }

    /// The answer of a call; `None` for what the server may refuse.
    pub fn answer<T>(&self, act: &str, answer: Result<T, Error>) -> Option<T> {
        match answer {
            Ok(done) => {
                self.note(act.to_owned());
                Some(done)
            }
            Err(error) => {
                // 503: the machine is too busy, nothing was done.
                let refused = error.status().is_some_and(|s| (400..500).contains(&s) && s != 429 || s == 503);
                self.require(refused, || format!("{act}: {error}"));
                self.note(format!("{act}: {}", error.code().unwrap_or("no answer")));
                None
            }
        }
    }

    /// Messages that somebody can do something to.
    pub fn targets(&self, which: impl Fn(&Target) -> bool) -> Vec<Target> {
        self.pages().targets.iter().copied().filter(which).collect()
    }
}
