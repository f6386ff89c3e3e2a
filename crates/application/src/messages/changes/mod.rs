//! Changes to messages that were sent: edit, recall, react, pin, delete for oneself, clear.
//!
//! What others see takes a [`slate::Slate`]: it locks the conversation, and on commit counts the change
//! (`last_rev`), writes the message as it is now and tells the nodes. What only concerns oneself (`hide.rs`) is in
//! no count and goes to the own devices.

mod edit;
mod hide;
mod own;
mod pin;
mod react;
mod recall;
pub mod repository;
mod since;
mod slate;

use std::sync::Arc;

use kamachat_domain::messages::ChangeWindows;

pub(crate) use own::{Eyes, cut_quotes, hidden_among, make_own, own_views};
pub use pin::PinView;
pub(crate) use react::take_back;
pub use since::ChangedPage;

use crate::{
    Actor, Result,
    ports::{Budget, Bus, RateLimiter, Subject},
    store::Store,
};

/// Use cases of changes.
pub struct MessageChanges {
    pub(super) store: Arc<dyn Store>,
    bus: Arc<dyn Bus>,
    limits: Arc<dyn RateLimiter>,
    windows: ChangeWindows,
}

impl MessageChanges {
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        bus: Arc<dyn Bus>,
        limits: Arc<dyn RateLimiter>,
        windows: ChangeWindows,
    ) -> Self {
        Self { store, bus, limits, windows }
    }

    /// How long people can change what they sent.
    #[must_use]
    pub const fn windows(&self) -> ChangeWindows {
        self.windows
    }

    async fn pay(&self, actor: &Actor) -> Result<()> {
        Ok(self.limits.take(Budget::Change, &Subject::Session(actor.session_id), 1).await?)
    }
}
