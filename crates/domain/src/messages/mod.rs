//! Messages: what they may hold and when they are refused.

mod body;
mod change;
mod error;
mod forward;
mod message;
mod reaction;
mod refs;
mod sending;

pub use body::{Body, BodyHash, MessageKind, Text};
pub use change::{Act, ChangeWindows, Changes, Denied, EarlierText};
pub use error::MessageError;
pub use forward::{MergedItem, copy_id};
pub use message::Message;
pub use reaction::{Emoji, Reactions, Tally};
pub use refs::{Mentions, Refs};
pub use sending::may_send;
