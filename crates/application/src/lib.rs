//! The use cases of KamaChat and the ports they need.
//!
//! A use case is one file with one `impl` block: load for an actor, let the domain decide, write, commit,
//! return a view. Transactions open here and nowhere else, and never span the bus, the cache or a password
//! hash. This crate knows no I/O library; adapters live in `infrastructure`, wiring in `bootstrap`.
//!
//! Start with [`messages::Ledger`]: how a message gets its number and when it counts as stored.

pub mod accounts;
pub mod actor;
pub mod admin;
pub mod contacts;
pub mod conversations;
pub mod error;
pub mod feed;
pub mod groups;
pub mod jobs;
pub mod messages;
pub mod ports;
mod retry;
pub mod search;
pub mod store;

pub use actor::Actor;
pub use error::{Error, Result};

use std::sync::Arc;

/// Every use case, for whoever serves them.
#[derive(Clone)]
pub struct Services {
    pub accounts: Arc<accounts::Accounts>,
    pub contacts: Arc<contacts::Contacts>,
    pub conversations: Arc<conversations::Conversations>,
    pub messages: Arc<messages::Messages>,
    pub changes: Arc<messages::MessageChanges>,
    pub feed: Arc<feed::Feed>,
    pub presence: Arc<accounts::presence::Presences>,
    pub groups: Arc<groups::Groups>,
    pub search: Arc<search::Search>,
    pub reports: Arc<admin::Reports>,
    /// For what is limited before a use case is known: requests and sockets.
    pub limits: Arc<dyn ports::RateLimiter>,
}
