use async_trait::async_trait;
use kamachat_application::{
    messages::{Incoming, repository::MessageKey},
    ports::PortError,
    store::{MessageChangeRepository, MessageRepository, Repositories},
};
use kamachat_domain::{
    Limit,
    ids::{AccountId, ConversationId, MessageId},
    messages::Message,
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    Select,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    entity::{
        dead_letter,
        message::{self, Column},
    },
    hidden, mapping,
};
use crate::db::{
    Session, failed,
    page::{filled, pieces, repeated},
    values::millis,
};

/// The messages with these keys: alternatives, each of which is one look-up in the unique index. PostgreSQL
/// plans a join with a list of rows ten times slower, SQLite a list of tuples.
pub(crate) fn with_keys(keys: &[[Uuid; 3]]) -> Select<message::Entity> {
    let any = keys.iter().fold(Condition::any(), |any, [conversation, sender, client]| {
        any.add(
            Column::ConversationId
                .eq(*conversation)
                .and(Column::SenderId.eq(*sender))
                .and(Column::ClientMsgId.eq(*client)),
        )
    });
    message::Entity::find().filter(any)
}

impl<C: ConnectionTrait> Session<C> {
    async fn window(
        &self,
        conversation: ConversationId,
        (from, to): (i64, i64),
        order: Order,
        limit: Limit,
    ) -> Result<Vec<Message>, PortError> {
        let rows = message::Entity::find()
            .filter(Column::ConversationId.eq(conversation.as_uuid()))
            .filter(Column::Seq.gte(from))
            .filter(Column::Seq.lte(to))
            .order_by(Column::Seq, order)
            .limit(limit.get())
            .all(self.conn())
            .await
            .map_err(failed)?;
        Ok(mapping::readable(rows))
    }
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync + 'static> MessageRepository for Session<C> {
    async fn insert(&self, messages: &[Message]) -> Result<(), PortError> {
        for messages in pieces(messages) {
            self.run(&mapping::insert(messages)?).await?;
        }
        Ok(())
    }

    async fn by_keys(&self, keys: &[MessageKey]) -> Result<Vec<Message>, PortError> {
        let keys: Vec<[Uuid; 3]> =
            keys.iter().map(|(c, a, m)| [c.as_uuid(), a.as_uuid(), m.as_uuid()]).collect();
        let mut found = Vec::new();
        for keys in filled(&keys, &[Uuid::nil(); 3]) {
            for row in with_keys(&keys).all(self.conn()).await.map_err(failed)? {
                found.push(mapping::message(row)?);
            }
        }
        Ok(found)
    }

    async fn at(&self, places: &[(ConversationId, i64)]) -> Result<Vec<Message>, PortError> {
        let places: Vec<(Uuid, i64)> = places.iter().map(|(id, seq)| (id.as_uuid(), *seq)).collect();
        let mut found = Vec::with_capacity(places.len());
        for places in filled(&places, &(Uuid::nil(), 0)) {
            let any = places.iter().fold(Condition::any(), |any, (id, seq)| {
                any.add(Column::ConversationId.eq(*id).and(Column::Seq.eq(*seq)))
            });
            let rows = message::Entity::find().filter(any).all(self.conn()).await.map_err(failed)?;
            found.extend(mapping::readable(rows));
        }
        Ok(found)
    }

    async fn find_many(&self, ids: &[MessageId]) -> Result<Vec<Message>, PortError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
        let mut found = Vec::with_capacity(ids.len());
        for ids in repeated(&ids) {
            let select = message::Entity::find().filter(Column::Id.is_in(ids));
            found.extend(mapping::readable(select.all(self.conn()).await.map_err(failed)?));
        }
        Ok(found)
    }

    async fn ascending(
        &self,
        conversation: ConversationId,
        from: i64,
        to: i64,
        limit: Limit,
    ) -> Result<Vec<Message>, PortError> {
        self.window(conversation, (from, to), Order::Asc, limit).await
    }

    async fn descending(
        &self,
        conversation: ConversationId,
        from: i64,
        to: i64,
        limit: Limit,
    ) -> Result<Vec<Message>, PortError> {
        self.window(conversation, (from, to), Order::Desc, limit).await
    }

    async fn newest_shown(
        &self,
        who: AccountId,
        conversation: ConversationId,
        from: i64,
    ) -> Result<Option<Message>, PortError> {
        let row = message::Entity::find()
            .filter(Column::ConversationId.eq(conversation.as_uuid()))
            .filter(Column::Seq.gte(from))
            .filter(Column::Seq.not_in_subquery(hidden::seqs(who, conversation)))
            .order_by_desc(Column::Seq)
            .one(self.conn())
            .await
            .map_err(failed)?;
        Ok(mapping::readable(row.into_iter().collect()).pop())
    }

    async fn count_at(&self, conversation: ConversationId, seq: i64) -> Result<i64, PortError> {
        if seq <= 0 {
            return Ok(0);
        }
        let cnt = message::Entity::find()
            .select_only()
            .column(Column::Cnt)
            .filter(Column::ConversationId.eq(conversation.as_uuid()))
            .filter(Column::Seq.eq(seq))
            .into_tuple::<i64>()
            .one(self.conn())
            .await
            .map_err(failed)?;
        cnt.ok_or(PortError::Corrupt("a number without a message"))
    }

    async fn own_above(
        &self,
        conversation: ConversationId,
        sender: AccountId,
        seq: i64,
    ) -> Result<i64, PortError> {
        let count = message::Entity::find()
            .select_only()
            .expr(Column::No.count())
            .filter(Column::ConversationId.eq(conversation.as_uuid()))
            .filter(Column::Seq.gt(seq))
            .filter(Column::SenderId.eq(sender.as_uuid()))
            .filter(Column::Kind.is_in(mapping::COUNTABLE))
            .into_tuple::<i64>()
            .one(self.conn())
            .await
            .map_err(failed)?;
        Ok(count.unwrap_or_default())
    }

    async fn erasable(
        &self,
        conversation: ConversationId,
        sender: AccountId,
        limit: Limit,
    ) -> Result<Vec<i64>, PortError> {
        let select = message::Entity::find()
            .select_only()
            .column(Column::Seq)
            .filter(Column::ConversationId.eq(conversation.as_uuid()))
            .filter(Column::SenderId.eq(sender.as_uuid()))
            .filter(Column::Kind.is_not_in([mapping::DELETED, mapping::SYSTEM]))
            .order_by_asc(Column::Seq)
            .limit(limit.get());
        select.into_tuple().all(self.conn()).await.map_err(failed)
    }

    async fn erase(&self, conversation: ConversationId, seq: i64, rev: i64) -> Result<(), PortError> {
        message::Entity::update_many()
            .col_expr(Column::Kind, Expr::val(mapping::DELETED))
            .col_expr(Column::Body, Expr::val("{}"))
            // A short text could be found by trying what has this hash.
            .col_expr(Column::BodyHash, Expr::val(vec![0_u8; 32]))
            .col_expr(Column::Rev, Expr::val(rev))
            .col_expr(Column::EditedAt, Expr::val(None::<i64>))
            .col_expr(Column::Version, Expr::val(0_i64))
            .col_expr(Column::Pinned, Expr::val(false))
            .col_expr(Column::Reactions, Expr::val(None::<String>))
            .col_expr(Column::ReplyTo, Expr::val(None::<i64>))
            .col_expr(Column::Mentions, Expr::val(None::<String>))
            .filter(Column::ConversationId.eq(conversation.as_uuid()))
            .filter(Column::Seq.eq(seq))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        self.drop_details(conversation, seq).await
    }

    async fn unbury(&self, sender: AccountId) -> Result<(), PortError> {
        let letters = dead_letter::Entity::delete_many()
            .filter(dead_letter::Column::Source.eq("message"))
            .filter(dead_letter::Column::Payload.contains(format!("\"sender_id\":\"{sender}\"")));
        letters.exec(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn bury(&self, incoming: &Incoming, reason: &str) -> Result<(), PortError> {
        let row = dead_letter::ActiveModel {
            no: NotSet,
            source: Set("message".to_owned()),
            reason: Set(reason.chars().take(500).collect()),
            payload: Set(mapping::dead_letter(incoming)?),
            created_at: Set(millis(self.now().await?)),
        };
        dead_letter::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }
}
