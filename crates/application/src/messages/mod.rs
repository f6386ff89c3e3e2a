//! Messages: into the ledger and out of it.

mod changes;
mod forward;
mod history;
mod ledger;
mod numbering;
mod quote;
mod readers;
mod referring;
pub mod repository;
mod send;
mod view;

use std::sync::Arc;

use kamachat_domain::{
    conversations::Membership,
    ids::{AccountId, ClientMsgId, ConversationId},
    messages::{Body, MessageError, Refs},
};

pub use changes::{ChangedPage, MessageChanges, PinView, repository as changes_repository};
pub(crate) use changes::{Eyes, cut_quotes, hidden_among, make_own, take_back};
pub use forward::{Forward, ForwardedTo};
pub use history::{HistoryPage, Pulled, Window};
pub use ledger::{Ledger, Stored};
pub use quote::{QuoteView, Quoted};
pub use readers::ReadersView;
pub use send::SendOutcome;
pub(crate) use view::message_views;
pub use view::{MessageView, SenderView};

use crate::{
    ports::{MessageQueue, RateLimiter},
    store::Store,
};

/// A message as it comes in. The sender is who the session belongs to; nothing of it is read from the message.
#[derive(Clone, Debug)]
pub struct Incoming {
    pub conversation_id: ConversationId,
    pub sender_id: AccountId,
    pub client_msg_id: ClientMsgId,
    pub body: Body,
    pub refs: Refs,
    /// The socket that it came from, on this node.
    pub origin: Option<u64>,
}

impl Incoming {
    /// Whether it was written where drafts are: a copy and a card are not.
    pub(crate) fn is_written(&self) -> bool {
        matches!(self.body, Body::Text(_)) && !self.refs.forwarded
    }
}

/// A message as its sender gives it.
#[derive(Clone, Debug)]
pub struct Outgoing {
    pub conversation_id: ConversationId,
    pub client_msg_id: ClientMsgId,
    pub body: Body,
    pub refs: Refs,
}

/// What became of a message.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Committed now.
    Stored(Arc<MessageView>),
    /// Committed by an earlier try.
    Duplicate(Arc<MessageView>),
    /// Refused for good.
    Rejected(MessageError),
}

/// Called once with the outcome, on the writer's task: must be quick.
pub type Reply = Box<dyn FnOnce(Outcome) + Send + Sync>;

/// Called once after the commit with the membership; `None` when there is none.
pub type CursorReply = Box<dyn FnOnce(Option<Membership>) + Send + Sync>;

/// Use cases of messages.
pub struct Messages {
    store: Arc<dyn Store>,
    queue: Arc<dyn MessageQueue>,
    limits: Arc<dyn RateLimiter>,
}

impl Messages {
    #[must_use]
    pub fn new(store: Arc<dyn Store>, queue: Arc<dyn MessageQueue>, limits: Arc<dyn RateLimiter>) -> Self {
        Self { store, queue, limits }
    }
}
