//! Messages: what they may hold and when they are refused.

mod body;
mod error;
mod message;
mod refs;
mod sending;

pub use body::{Body, BodyHash, MessageKind, Text};
pub use error::MessageError;
pub use message::Message;
pub use refs::{Mentions, Refs};
pub use sending::may_send;
