//! Search: messages by their text, people and groups by their names.
//!
//! The index only proposes: whatever it finds is read from the ledger, and shown where the text as it is now has
//! what was looked for. Messages get into the index after their commit ([`SearchIndexer`]).

mod index;
mod messages;
mod people;
pub mod repository;

use std::sync::Arc;

pub use index::{Scope, SearchIndexer};
pub use messages::{FoundMessage, FoundMessages, MessageFilter};
pub use people::{FoundGroup, FoundPeople, FoundPerson};

use crate::{
    Actor, Result,
    ports::{Budget, RateLimiter, Subject},
    store::Store,
};

/// Use cases of search.
pub struct Search {
    store: Arc<dyn Store>,
    limits: Arc<dyn RateLimiter>,
}

impl Search {
    #[must_use]
    pub fn new(store: Arc<dyn Store>, limits: Arc<dyn RateLimiter>) -> Self {
        Self { store, limits }
    }

    async fn pay(&self, actor: &Actor) -> Result<()> {
        Ok(self.limits.take(Budget::Search, &Subject::Account(actor.account_id), 1).await?)
    }
}
