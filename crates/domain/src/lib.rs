//! The rules of KamaChat as plain values and functions.
//!
//! This crate knows no I/O, no clock and no randomness: time, ids and secrets come in as arguments, and an
//! aggregate answers with what happened or with the reason why not. It must never know how something is
//! stored, sent or shown.
//!
//! Start with [`conversations::Conversation`], which numbers messages, and [`messages::Body`], which says what
//! a message may hold. Every error implements [`Fault`]: a stable dotted code and a [`Kind`].

pub mod accounts;
mod choice;
pub mod contacts;
pub mod conversations;
pub mod fault;
pub mod groups;
pub mod ids;
pub mod messages;
pub mod page;
#[doc(hidden)]
pub mod planted;

pub use fault::{Fault, Kind};
pub use page::Limit;

/// A point in time, UTC. Stored and sent with millisecond precision.
pub type Timestamp = chrono::DateTime<chrono::Utc>;
