use futures_channel::oneshot;
use kamachat_domain::{conversations::Cursor, ids::ConversationId};

use super::{Conversations, ReadStateView};
use crate::{Actor, Error, Result, ports::CursorMove};

impl Conversations {
    /// Marks everything up to `seq` as read and waits until that is committed. Cursors only move forwards.
    pub async fn mark_read(&self, actor: &Actor, id: ConversationId, seq: i64) -> Result<ReadStateView> {
        let read = self.store.read();
        read.conversations().find_for(actor.account_id, id).await?.ok_or(Error::NotFound)?;
        let (reply, moved) = oneshot::channel();
        let cursor = CursorMove {
            conversation_id: id,
            account_id: actor.account_id,
            cursor: Cursor::Read,
            seq,
            reply: Some(Box::new(move |membership| drop(reply.send(membership)))),
        };
        self.queue.advance(cursor).map_err(|_| Error::Busy)?;
        moved.await.map_err(|_| Error::Busy)?.ok_or(Error::NotFound)?;
        let found = read.conversations().find_for(actor.account_id, id).await?;
        let (head, membership) = found.ok_or(Error::NotFound)?;
        Ok(ReadStateView {
            read_seq: membership.read_seq,
            read_cnt: membership.read_cnt,
            own_cnt: membership.own_cnt,
            unread: membership.unread(&head),
        })
    }

    /// Moves a cursor with the next commit, without waiting. Rights are checked under the lock.
    ///
    /// # Errors
    /// [`Error::Busy`] when the queue is full; a lost cursor is only an older cursor.
    pub fn advance(&self, actor: &Actor, id: ConversationId, cursor: Cursor, seq: i64) -> Result<()> {
        let account_id = actor.account_id;
        let wish = CursorMove { conversation_id: id, account_id, cursor, seq, reply: None };
        self.queue.advance(wish).map_err(|_| Error::Busy)
    }
}
