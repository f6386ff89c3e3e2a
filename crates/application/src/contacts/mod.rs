//! Contacts: find people, ask them, and the list of those who said yes.

mod decide;
mod find;
mod list;
pub mod repository;
mod request;
mod view;

use std::sync::Arc;

pub(crate) use view::request_views;
pub use view::{ContactView, FriendRequestView, PersonView, Relation};

use crate::{
    ports::{Bus, Ids, RateLimiter},
    store::Store,
};

/// Use cases of contacts and friend requests.
pub struct Contacts {
    store: Arc<dyn Store>,
    ids: Arc<dyn Ids>,
    bus: Arc<dyn Bus>,
    limits: Arc<dyn RateLimiter>,
}

impl Contacts {
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        ids: Arc<dyn Ids>,
        bus: Arc<dyn Bus>,
        limits: Arc<dyn RateLimiter>,
    ) -> Self {
        Self { store, ids, bus, limits }
    }
}
