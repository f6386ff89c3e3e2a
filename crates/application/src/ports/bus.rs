use std::sync::Arc;

use kamachat_domain::{
    Timestamp,
    conversations::{ConversationKind, Cursor},
    ids::{AccountId, ConversationId, SessionId},
};

use crate::{feed::FeedEvent, messages::MessageView};

/// New messages of one conversation, ascending, from one commit.
#[derive(Clone, Debug)]
pub struct NewMessages {
    pub conversation_id: ConversationId,
    /// Version of the members that the messages were stored under.
    pub member_rev: i64,
    /// Each with the socket that sent it (it gets an ack instead), where it came from a socket of this node.
    pub messages: Vec<(Arc<MessageView>, Option<u64>)>,
}

/// A message that changed.
#[derive(Clone, Debug)]
pub struct ChangedMessage {
    pub conversation_id: ConversationId,
    /// Version of the members that the change was stored under.
    pub member_rev: i64,
    /// As it is now, for all who may see it; its `rev` counts the change.
    pub message: Arc<MessageView>,
    /// Who deleted it for himself.
    pub hidden_from: Vec<AccountId>,
    /// Who deleted for himself what it answers.
    pub quote_hidden_from: Vec<AccountId>,
}

/// A cursor that moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CursorMoved {
    pub conversation_id: ConversationId,
    pub kind: ConversationKind,
    pub member_rev: i64,
    pub account_id: AccountId,
    pub cursor: Cursor,
    pub seq: i64,
    pub read_cnt: i64,
    pub own_cnt: i64,
    /// The newest message when the cursor moved: what the counts know of.
    pub last_seq: i64,
    pub last_cnt: i64,
    /// Whether the others may be told.
    pub shown: bool,
}

/// Somebody writes, or stopped: known to nobody who was not told at that moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typing {
    pub conversation_id: ConversationId,
    pub account_id: AccountId,
    pub on: bool,
    /// Who may be told.
    pub to: Vec<AccountId>,
}

/// What nodes tell each other after a commit. A hint: it may get lost, everything can be pulled by number.
#[derive(Clone, Debug)]
pub enum Push {
    Messages(NewMessages),
    Changed(ChangedMessage),
    Cursor(CursorMoved),
    /// Something in an account's feed.
    Account {
        account_id: AccountId,
        event: FeedEvent,
    },
    /// What an account's devices say may have changed: whoever shows it looks again.
    Presence {
        account_id: AccountId,
    },
    Typing(Typing),
    /// A session ended: its sockets close.
    SessionEnded {
        session_id: SessionId,
        at: Timestamp,
    },
}

/// Tells all nodes, this one included. Never blocks and never fails: what is lost is healed by the sweeper.
pub trait Bus: Send + Sync {
    fn publish(&self, push: Push);
}

/// Whoever wants to hear what is published. Called in the order of publishing; must return at once.
pub trait Subscriber: Send + Sync {
    fn receive(&self, push: Arc<Push>);
}
