//! Groups: make one, come in, go, and decide about it and about each other.
//!
//! Every change takes the [`desk::Desk`]: it locks the group and the people concerned, reads rights under the
//! lock, and on commit writes what happened as messages of the group.

mod add;
mod change;
mod create;
mod desk;
mod erase;
mod invites;
mod join;
mod leave;
mod list;
mod members;
mod picture;
pub mod repository;
mod requests;
mod view;

use std::sync::Arc;

use kamachat_domain::ids::{AccountId, ConversationId};

pub use add::Added;
pub use change::GroupChange;
pub(crate) use erase::leave_all;
pub use join::Joined;
pub use members::MemberChange;
pub(crate) use picture::{may_see_picture, sees_card};
pub use repository::MemberCursor;
pub(crate) use view::in_order;
pub use view::{GroupCard, GroupView, InviteView, MemberView, RequestView};

use crate::{
    Result,
    accounts::Gallery,
    ports::{Bus, Ids, RateLimiter},
    retry::again,
    store::Store,
};

/// What [`Groups`] needs.
#[derive(Clone)]
pub struct GroupsDeps {
    pub store: Arc<dyn Store>,
    pub ids: Arc<dyn Ids>,
    pub bus: Arc<dyn Bus>,
    pub limits: Arc<dyn RateLimiter>,
    /// Where pictures are kept.
    pub gallery: Gallery,
    /// Members of a group, at most.
    pub max_members: i64,
}

/// Use cases of groups.
pub struct Groups {
    deps: GroupsDeps,
}

impl Groups {
    #[must_use]
    pub fn new(deps: GroupsDeps) -> Self {
        Self { deps }
    }

    /// Locks a group and the rows of these people in it.
    async fn desk(&self, id: ConversationId, people: &[AccountId]) -> Result<desk::Desk> {
        desk::Desk::open(&*self.deps.store, id, people).await
    }
}
