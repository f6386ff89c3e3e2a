//! Messages: what they may hold and when they are refused.

mod body;
mod error;
mod message;

pub use body::{Body, BodyHash, MessageKind, Text};
pub use error::MessageError;
pub use message::Message;
