//! Frames about the account feed.

use kamachat_application::Result;
use kamachat_protocol::frames::ServerFrame;

use crate::{open::Session, view};

impl Session {
    /// Answers the events after `since`. When they cannot be told any more, the answer is empty and `reset`
    /// follows: the device loads its lists again.
    pub(crate) async fn account(&self, reference: Option<String>, since: i64) -> Result<()> {
        let page = self.node.services.feed.since(&self.actor, since).await?;
        let items = page.events.iter().map(view::event).collect();
        self.connection.answer(&ServerFrame::AccountEvents { reference, items, last_useq: page.last_useq });
        if page.reset {
            self.connection.answer(&ServerFrame::Reset { conversation_id: None });
        }
        Ok(())
    }
}
