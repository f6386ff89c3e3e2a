//! Contacts: who knows whom, the requests to get there, and who wants nothing of whom.

mod contact;
mod error;
mod request;

pub use contact::{Block, Contact, Deletion, Remark, Tags};
pub use error::{ContactError, FriendRequestError};
pub use request::{FriendRequest, Meeting, Note, RequestState, pair_key};
