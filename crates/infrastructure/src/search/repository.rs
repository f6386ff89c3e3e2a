use async_trait::async_trait;
use kamachat_application::{
    ports::PortError,
    search::repository::{Entry, Hit, Position, Unindexed, Wanted},
    store::SearchRepository,
};
use kamachat_domain::{
    Limit, Timestamp,
    groups::Alias,
    ids::{AccountId, ConversationId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait, Select,
    sea_query::{Expr, ExprTrait, Func, LikeExpr, Query, SelectStatement},
};
use uuid::Uuid;

use super::entity::{
    entry,
    position::{self, Column as At},
};
use crate::{
    conversations::{
        ACTIVE,
        entity::{conversation, conversation::Column as Head, membership, membership::Column as Member},
    },
    db::{
        Session, failed,
        page::{pieces, repeated},
        values::millis,
    },
    groups::entity::info,
    messages::{
        entity::message::{self, Column},
        mapping::{kind_number, readable},
    },
};

/// Members of the largest group whose names are looked through: every one of them is compared.
const LOOKED_THROUGH: i64 = 1_000;

impl<C: ConnectionTrait> Session<C> {
    /// Takes messages out of the index.
    pub(crate) async fn unindex(&self, conversation: ConversationId, seqs: &[i64]) -> Result<(), PortError> {
        for seqs in repeated(seqs) {
            entry::Entity::delete_many()
                .filter(entry::Column::ConversationId.eq(conversation.as_uuid()))
                .filter(entry::Column::Seq.is_in(seqs))
                .exec(self.conn())
                .await
                .map_err(failed)?;
        }
        Ok(())
    }

    async fn unindexed(&self, select: Select<message::Entity>) -> Result<Vec<Unindexed>, PortError> {
        let rows = select.all(self.conn()).await.map_err(failed)?;
        let unindexed = |row: message::Model| Unindexed {
            no: row.no,
            conversation_id: row.conversation_id.into(),
            seq: row.seq,
            rev: row.rev,
            message: readable(vec![row]).pop(),
        };
        Ok(rows.into_iter().map(unindexed).collect())
    }
}

/// Where a conversation has more than its position says.
fn is_behind(head: Head, at: At) -> Expr {
    let known = Func::coalesce([Expr::col((position::Entity, at)), Expr::val(0_i64)]);
    Expr::col((conversation::Entity, head)).gt(Expr::from(known))
}

/// The conversations that `actor` is in.
fn own_conversations(actor: AccountId) -> SelectStatement {
    let mut own = Query::select();
    own.column(Member::ConversationId)
        .from(membership::Entity)
        .and_where(Member::UserId.eq(actor.as_uuid()))
        .and_where(Member::State.eq(ACTIVE));
    own
}

/// Groups of `actor` that are small enough to look through the names in them.
fn small_groups(actor: AccountId) -> SelectStatement {
    let mut small = Query::select();
    small
        .column(info::Column::ConversationId)
        .from(info::Entity)
        .and_where(info::Column::MemberCount.lte(LOOKED_THROUGH))
        .and_where(info::Column::ConversationId.in_subquery(own_conversations(actor)));
    small
}

/// A pattern for text that has `words` in it, which are no pattern.
fn within(words: &str) -> LikeExpr {
    let literal = words.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    LikeExpr::new(format!("%{literal}%")).escape('!')
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> SearchRepository for Session<C> {
    async fn behind(&self, since: Timestamp, limit: Limit) -> Result<Vec<ConversationId>, PortError> {
        let select = conversation::Entity::find()
            .select_only()
            .column(Head::Id)
            .join(JoinType::LeftJoin, position::Relation::Head.def().rev())
            .filter(Head::UpdatedAt.gt(millis(since)))
            .filter(
                Condition::any()
                    .add(is_behind(Head::LastSeq, At::Seq))
                    .add(is_behind(Head::LastRev, At::Rev)),
            )
            .order_by_asc(Head::UpdatedAt)
            .limit(limit.get())
            .into_tuple::<Uuid>();
        let ids = select.all(self.conn()).await.map_err(failed)?;
        Ok(ids.into_iter().map(ConversationId::from).collect())
    }

    async fn conversations(
        &self,
        after: Option<ConversationId>,
        limit: Limit,
    ) -> Result<Vec<ConversationId>, PortError> {
        let mut select = conversation::Entity::find().select_only().column(Head::Id);
        if let Some(after) = after {
            select = select.filter(Head::Id.gt(after.as_uuid()));
        }
        let select = select.order_by_asc(Head::Id).limit(limit.get()).into_tuple::<Uuid>();
        let ids = select.all(self.conn()).await.map_err(failed)?;
        Ok(ids.into_iter().map(ConversationId::from).collect())
    }

    async fn position(&self, id: ConversationId) -> Result<(Option<Position>, Position), PortError> {
        let known = position::Entity::find_by_id(id.as_uuid()).one(self.conn()).await.map_err(failed)?;
        let head = conversation::Entity::find_by_id(id.as_uuid())
            .select_only()
            .columns([Head::LastSeq, Head::LastRev])
            .into_tuple::<(i64, i64)>();
        let (seq, rev) = head.one(self.conn()).await.map_err(failed)?.unwrap_or_default();
        let known = known.map(|row| Position { seq: row.seq, rev: row.rev });
        Ok((known, Position { seq, rev }))
    }

    async fn advance(
        &self,
        conversation: ConversationId,
        from: Option<Position>,
        to: Position,
    ) -> Result<bool, PortError> {
        let Some(from) = from else {
            let (seq, rev) = (Set(to.seq), Set(to.rev));
            let row = position::ActiveModel { conversation_id: Set(conversation.into()), seq, rev };
            position::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
            return Ok(true);
        };
        let moved = position::Entity::update_many()
            .col_expr(At::Seq, Expr::val(to.seq))
            .col_expr(At::Rev, Expr::val(to.rev))
            .filter(At::ConversationId.eq(conversation.as_uuid()))
            .filter(At::Seq.eq(from.seq))
            .filter(At::Rev.eq(from.rev));
        Ok(moved.exec(self.conn()).await.map_err(failed)?.rows_affected == 1)
    }

    async fn above(
        &self,
        conversation: ConversationId,
        seq: i64,
        limit: Limit,
    ) -> Result<Vec<Unindexed>, PortError> {
        let select = message::Entity::find()
            .filter(Column::ConversationId.eq(conversation.as_uuid()))
            .filter(Column::Seq.gt(seq))
            .order_by_asc(Column::Seq)
            .limit(limit.get());
        self.unindexed(select).await
    }

    async fn changed(
        &self,
        conversation: ConversationId,
        rev: i64,
        limit: Limit,
    ) -> Result<Vec<Unindexed>, PortError> {
        let select = message::Entity::find()
            .filter(Column::ConversationId.eq(conversation.as_uuid()))
            .filter(Column::Rev.gt(rev))
            .order_by_asc(Column::Rev)
            .limit(limit.get());
        self.unindexed(select).await
    }

    async fn remove(&self, conversation: ConversationId, seqs: &[i64]) -> Result<(), PortError> {
        self.unindex(conversation, seqs).await
    }

    async fn insert(&self, entries: &[Entry]) -> Result<(), PortError> {
        let row = |entry: &Entry| entry::ActiveModel {
            no: Set(entry.no),
            conversation_id: Set(entry.conversation_id.into()),
            seq: Set(entry.seq),
            sender_id: Set(entry.sender_id.into()),
            kind: Set(kind_number(entry.kind)),
            created_at: Set(millis(entry.created_at)),
            tokens: Set(entry.tokens.clone()),
        };
        for entries in pieces(entries) {
            let rows = entry::Entity::insert_many(entries.iter().map(row));
            rows.exec_without_returning(self.conn()).await.map_err(failed)?;
        }
        Ok(())
    }

    async fn forget(&self, conversation: ConversationId) -> Result<(), PortError> {
        position::Entity::delete_by_id(conversation.as_uuid()).exec(self.conn()).await.map_err(failed)?;
        entry::Entity::delete_many()
            .filter(entry::Column::ConversationId.eq(conversation.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn find(&self, actor: AccountId, wanted: &Wanted, limit: Limit) -> Result<Vec<Hit>, PortError> {
        self.hits(actor, wanted, limit).await
    }

    async fn by_alias(
        &self,
        actor: AccountId,
        words: &str,
        limit: Limit,
    ) -> Result<Vec<(ConversationId, AccountId, Alias)>, PortError> {
        let alias = Expr::from(Func::lower(Expr::col((membership::Entity, Member::Alias))));
        let select = membership::Entity::find()
            .select_only()
            .columns([Member::ConversationId, Member::UserId, Member::Alias])
            .filter(Member::ConversationId.in_subquery(small_groups(actor)))
            .filter(Member::UserId.ne(actor.as_uuid()))
            .filter(Member::State.eq(ACTIVE))
            .filter(alias.like(within(words)))
            .order_by_asc(Member::UserId)
            .limit(limit.get())
            .into_tuple::<(Uuid, Uuid, String)>();
        let rows = select.all(self.conn()).await.map_err(failed)?;
        let called = |(group, id, alias): (Uuid, Uuid, String)| {
            let alias = Alias::parse(&alias).map_err(|_| PortError::Corrupt("the alias of a member"))?;
            Ok((group.into(), id.into(), alias))
        };
        rows.into_iter().map(called).collect()
    }
}
