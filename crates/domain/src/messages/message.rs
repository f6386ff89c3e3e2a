use super::{Body, BodyHash, Changes, Refs};
use crate::{
    Timestamp,
    ids::{AccountId, ClientMsgId, ConversationId, MessageId},
};

/// A stored message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: MessageId,
    pub conversation_id: ConversationId,
    /// Position in the conversation: 1, 2, 3…
    pub seq: i64,
    /// Countable messages up to and including this one.
    pub cnt: i64,
    /// Set once it was changed: number of the newest change.
    pub rev: Option<i64>,
    pub sender_id: AccountId,
    pub client_msg_id: ClientMsgId,
    pub body: Body,
    pub body_hash: BodyHash,
    pub refs: Refs,
    pub created_at: Timestamp,
    pub changes: Changes,
}
