//! Frames about conversations: the greeting with its heads, and cursors.

use std::collections::HashMap;

use kamachat_application::{
    Result,
    conversations::{HeadView, ListCursor},
};
use kamachat_domain::{Limit, conversations::Cursor, ids::ConversationId};
use kamachat_protocol::frames::{CloseCode, KnownHead, ServerFrame};

use crate::{open::Session, session::error_frame, view};

impl Session {
    /// Answers `hello`: pushes are kept back from here on, the heads are read after that, and then what was
    /// kept back follows. So nothing falls between the two.
    pub(crate) async fn hello(&mut self, known: Vec<KnownHead>) {
        self.greeted = true;
        match self.greet(known).await {
            Ok(()) => {
                self.connection.release();
                self.node.attendance.changed(self.actor.account_id);
                // Only for the list of devices: not worth a socket.
                if let Err(error) = self.node.services.accounts.seen(&self.actor).await {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "a device was not noted as seen"
                    );
                }
            }
            Err(error) => {
                // Without heads the device knows nothing: it has to come back, a little later.
                self.connection.answer(&error_frame(None, &error));
                self.connection.close(CloseCode::Restarting);
            }
        }
    }

    async fn greet(&self, known: Vec<KnownHead>) -> Result<()> {
        let services = &self.node.services;
        let windows = services.changes.windows();
        self.connection.answer(&ServerFrame::Ready {
            session_id: self.actor.session_id,
            user_id: self.actor.account_id,
            server_time: services.conversations.db_now().await?,
            heartbeat_s: self.node.options.heartbeat_s,
            edit_window_s: windows.edit.num_seconds(),
            recall_window_s: windows.recall.num_seconds(),
        });
        self.connection.hold();
        let useq = services.feed.last(&self.actor).await?;
        let known: HashMap<ConversationId, i64> =
            known.iter().map(|head| (head.conversation_id, head.last_seq)).collect();
        let (mut after, mut limit) = (None, Limit::DEFAULT);
        loop {
            let page = services.conversations.heads(&self.actor, after, limit).await?;
            let more = page.len() as u64 == limit.get();
            after = page.last().map(cursor);
            self.heads(useq, &page, more, &known);
            if !more {
                return Ok(());
            }
            limit = Limit::max();
            self.connection.room().await;
        }
    }

    fn heads(&self, useq: i64, page: &[HeadView], more: bool, known: &HashMap<ConversationId, i64>) {
        let items = page.iter().map(view::head).collect();
        self.connection.answer(&ServerFrame::Heads { useq, items, more });
        for view in page {
            let id = view.head.id;
            if known.get(&id).is_some_and(|seq| *seq > view.head.last_seq) {
                tracing::error!(conversation = %id, "a device has messages that this server lost");
                self.connection.answer(&ServerFrame::Reset { conversation_id: Some(id) });
            }
        }
    }

    /// Moves a cursor with the next commit. When the queue is full the wish is lost: an older cursor is no
    /// error, and the client says the next one anyway.
    pub(crate) fn advance(&self, id: ConversationId, cursor: Cursor, seq: i64) {
        let moved = self.node.services.conversations.advance(&self.actor, id, cursor, seq);
        self.report(None, moved);
    }
}

fn cursor(view: &HeadView) -> ListCursor {
    ListCursor { last_activity_at: view.head.last_activity_at, id: view.head.id }
}
