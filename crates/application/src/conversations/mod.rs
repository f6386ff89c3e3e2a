//! Conversations: the list, the heads, and how far people have read.

mod arrange;
mod cursors;
mod list;
mod members;
mod open_direct;
pub mod repository;
mod view;

use std::sync::Arc;

use kamachat_domain::{
    Limit, Timestamp,
    conversations::{Conversation, Strangers},
    ids::ConversationId,
};

pub use arrange::{Arrangement, NewDraft};
pub use members::MemberList;
pub(crate) use open_direct::start_direct;
pub use repository::{ListCursor, Member};
pub use view::{ConversationView, HeadView, ReadStateView};

use crate::{
    Result,
    ports::{Bus, Ids, MessageQueue},
    store::Store,
};

/// Use cases of conversations.
pub struct Conversations {
    store: Arc<dyn Store>,
    ids: Arc<dyn Ids>,
    queue: Arc<dyn MessageQueue>,
    bus: Arc<dyn Bus>,
    strangers: Strangers,
}

impl Conversations {
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        ids: Arc<dyn Ids>,
        queue: Arc<dyn MessageQueue>,
        bus: Arc<dyn Bus>,
        strangers: Strangers,
    ) -> Self {
        Self { store, ids, queue, bus, strangers }
    }

    /// Heads with the time of their last change, oldest change first, then by id: those that changed after `since`,
    /// or at it and have an id above `above`; for the sweeper.
    pub async fn touched_since(
        &self,
        since: Timestamp,
        above: ConversationId,
        limit: Limit,
    ) -> Result<Vec<(Timestamp, Conversation)>> {
        Ok(self.store.read().conversations().touched_since(since, above, limit).await?)
    }

    /// The database's time; for the sweeper.
    pub async fn db_now(&self) -> Result<Timestamp> {
        Ok(self.store.read().now().await?)
    }
}
