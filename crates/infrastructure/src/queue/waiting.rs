//! What waits for the writer: messages in their order, cursors by member. Plain data, bounded.

use std::collections::{HashMap, VecDeque};

use kamachat_application::{
    messages::CursorReply,
    ports::{CursorMove, QueueFull, Submission},
};
use kamachat_domain::{
    conversations::Cursor,
    ids::{AccountId, ConversationId},
};

type Key = (ConversationId, AccountId, Cursor);

/// Where a cursor shall go, and everybody who waits for it.
#[derive(Default)]
struct Wish {
    seq: i64,
    replies: Vec<CursorReply>,
}

/// One batch: messages and cursors of one transaction.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) messages: Vec<Submission>,
    pub(super) cursors: Vec<CursorMove>,
}

impl Batch {
    pub(super) fn is_empty(&self) -> bool {
        self.messages.is_empty() && self.cursors.is_empty()
    }
}

/// See the module. Holds at most `capacity` messages and as many cursors or replies to cursors.
pub(super) struct Waiting {
    capacity: usize,
    messages: VecDeque<Submission>,
    wishes: HashMap<Key, Wish>,
    /// The keys of `wishes`, oldest first.
    order: VecDeque<Key>,
    replies: usize,
    closed: bool,
}

impl Waiting {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            messages: VecDeque::new(),
            wishes: HashMap::new(),
            order: VecDeque::new(),
            replies: 0,
            closed: false,
        }
    }

    pub(super) fn submit(&mut self, submission: Submission) -> Result<(), QueueFull> {
        if self.closed || self.messages.len() >= self.capacity {
            return Err(QueueFull);
        }
        self.messages.push_back(submission);
        Ok(())
    }

    pub(super) fn advance(&mut self, cursor: CursorMove) -> Result<(), QueueFull> {
        let key = (cursor.conversation_id, cursor.account_id, cursor.cursor);
        let is_new = !self.wishes.contains_key(&key);
        let is_full = is_new && self.order.len() >= self.capacity
            || cursor.reply.is_some() && self.replies >= self.capacity;
        if self.closed || is_full {
            return Err(QueueFull);
        }
        if is_new {
            self.order.push_back(key);
        }
        let wish = self.wishes.entry(key).or_default();
        wish.seq = wish.seq.max(cursor.seq);
        self.replies += usize::from(cursor.reply.is_some());
        wish.replies.extend(cursor.reply);
        Ok(())
    }

    /// The oldest messages and the oldest cursors, `most` of each.
    pub(super) fn take(&mut self, most: usize) -> Batch {
        let messages = self.messages.drain(..most.min(self.messages.len())).collect();
        let keys = self.order.drain(..most.min(self.order.len()));
        let mut cursors = Vec::with_capacity(keys.len());
        for key in keys {
            if let Some(wish) = self.wishes.remove(&key) {
                self.replies -= wish.replies.len();
                cursors.push(cursor(key, wish));
            }
        }
        Batch { messages, cursors }
    }

    /// How many messages wait.
    pub(super) fn messages(&self) -> usize {
        self.messages.len()
    }

    pub(super) fn close(&mut self) {
        self.closed = true;
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed
    }
}

fn cursor((conversation_id, account_id, cursor): Key, wish: Wish) -> CursorMove {
    let Wish { seq, replies } = wish;
    let reply = (!replies.is_empty()).then(|| -> CursorReply {
        Box::new(move |membership| {
            for reply in replies {
                reply(membership.clone());
            }
        })
    });
    CursorMove { conversation_id, account_id, cursor, seq, reply }
}
