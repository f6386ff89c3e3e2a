//! Contacts: who knows whom, and the requests to get there.

mod error;
mod request;

pub use error::FriendRequestError;
pub use request::{FriendRequest, Note, RequestState, pair_key};

use crate::{
    Timestamp,
    ids::{AccountId, ConversationId},
};

/// One side of a friendship: `owner` has `peer` in the list. Both sides have a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub owner_id: AccountId,
    pub peer_id: AccountId,
    /// Their direct conversation, made together with the friendship.
    pub conversation_id: Option<ConversationId>,
    pub created_at: Timestamp,
}
