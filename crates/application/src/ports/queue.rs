use async_trait::async_trait;
use kamachat_domain::{
    conversations::Cursor,
    ids::{AccountId, ConversationId},
};

use super::PortError;
use crate::messages::{CursorReply, Incoming, Reply, Stored};

/// A message on its way into the ledger, and who waits for the outcome.
pub struct Submission {
    pub incoming: Incoming,
    pub reply: Reply,
}

/// A member's wish to move a cursor forwards. Wishes of one member and conversation coalesce.
pub struct CursorMove {
    pub conversation_id: ConversationId,
    pub account_id: AccountId,
    pub cursor: Cursor,
    pub seq: i64,
    /// Called after the commit with where the cursor stands, when somebody waits for it.
    pub reply: Option<CursorReply>,
}

/// The bounded queue is full: nothing was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the queue is full")]
pub struct QueueFull;

/// Takes messages and cursors to the one place that writes them, in order per conversation.
pub trait MessageQueue: Send + Sync {
    /// The reply is called once, after the commit or the refusal. On [`QueueFull`] it is not called.
    ///
    /// # Errors
    /// [`QueueFull`]: memory stays bounded, the sender tries again.
    fn submit(&self, submission: Submission) -> Result<(), QueueFull>;

    /// # Errors
    /// [`QueueFull`].
    fn advance(&self, cursor: CursorMove) -> Result<(), QueueFull>;
}

/// What the queue drives: one transaction for a batch, then the answers.
#[async_trait]
pub trait BatchHandler: Send + Sync {
    /// Stores a batch in one transaction. After an error nothing of it is stored, and the same batch may be
    /// given again: what was stored by an earlier try is recognised.
    async fn store(&self, batch: &[Submission], cursors: &[CursorMove]) -> Result<Stored, PortError>;

    /// After the commit: answers the senders and tells the nodes.
    fn settle(&self, batch: Vec<Submission>, cursors: Vec<CursorMove>, stored: Stored);

    /// A message that cannot be stored, ever: kept for the operator, refused to its sender.
    async fn bury(&self, submission: Submission, error: PortError);
}
