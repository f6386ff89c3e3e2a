//! Contacts: find people, ask them, the list of those who said yes, and who is kept away.

mod block;
mod change;
mod decide;
mod find;
mod list;
mod name_key;
pub mod repository;
mod request;
mod standing;
mod view;

use std::sync::Arc;

pub use block::within_reach;
pub use change::ContactChange;
use kamachat_domain::contacts::Deletion;
pub use name_key::{NameKey, name_key};
pub(crate) use standing::{Pair, stand};
pub(crate) use view::request_views;
pub use view::{BlockView, ContactView, FriendRequestView, PersonView, Relation};

use crate::{
    ports::{Bus, Ids, RateLimiter},
    store::Store,
};

/// What the operator decided about contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContactRules {
    pub deletion: Deletion,
    /// Calling code of phone numbers that are written without one.
    pub default_country: u16,
}

/// Use cases of contacts and friend requests.
pub struct Contacts {
    store: Arc<dyn Store>,
    ids: Arc<dyn Ids>,
    bus: Arc<dyn Bus>,
    limits: Arc<dyn RateLimiter>,
    rules: ContactRules,
}

impl Contacts {
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        ids: Arc<dyn Ids>,
        bus: Arc<dyn Bus>,
        limits: Arc<dyn RateLimiter>,
        rules: ContactRules,
    ) -> Self {
        Self { store, ids, bus, limits, rules }
    }
}
