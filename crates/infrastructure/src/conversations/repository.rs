use async_trait::async_trait;
use kamachat_application::{
    conversations::{ListCursor, Member as MemberOf},
    ports::PortError,
    store::ConversationRepository,
};
use kamachat_domain::{
    Limit, Timestamp,
    conversations::{Conversation, ConversationKind, Membership},
    ids::{AccountId, ConversationId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{CaseStatement, Expr, ExprTrait, Func},
};
use uuid::Uuid;

use super::{
    entity::{conversation, conversation::Column as Head, membership, membership::Column as Member},
    mapping::{self, ACTIVE, kind_number},
    writes,
};
use crate::db::{
    Session, failed,
    page::{filled, pieces, repeated},
    values::{millis, time},
};

/// Memberships in the order in which they are locked.
pub(crate) fn with_keys(keys: &[(Uuid, Uuid)]) -> Select<membership::Entity> {
    let any = keys.iter().fold(Condition::any(), |any, (conversation, account)| {
        any.add(Member::ConversationId.eq(*conversation).and(Member::UserId.eq(*account)))
    });
    membership::Entity::find().filter(any).order_by_asc(Member::ConversationId).order_by_asc(Member::UserId)
}

/// What fan-out needs of memberships.
fn fanned_out() -> Select<membership::Entity> {
    let columns = [Member::UserId, Member::State, Member::VisibleFrom, Member::LeftSeq, Member::ClearedSeq];
    membership::Entity::find().select_only().columns(columns)
}

/// Where more messages count than when the member put the conversation aside, or he never did.
fn since(column: Member) -> Condition {
    let grown = Expr::col((conversation::Entity, Head::LastCnt)).gt(Expr::col((membership::Entity, column)));
    Condition::any().add(column.is_null()).add(grown)
}

/// A membership and its head, if both are there.
fn both(
    (member, head): (membership::Model, Option<conversation::Model>),
) -> Option<Result<(Conversation, Membership), PortError>> {
    let head = mapping::head(head?);
    Some(head.and_then(|head| Ok((head, mapping::membership(member)?))))
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ConversationRepository for Session<C> {
    async fn insert(&self, head: &Conversation, members: &[Membership]) -> Result<(), PortError> {
        self.run(&writes::insert_heads(std::slice::from_ref(head), head.created_at)).await?;
        for members in pieces(members) {
            self.run(&writes::insert_members(members)).await?;
        }
        Ok(())
    }

    async fn by_direct_key(&self, key: &[u8; 32]) -> Result<Option<Conversation>, PortError> {
        let select = conversation::Entity::find().filter(Head::DirectKey.eq(key.to_vec()));
        select.one(self.conn()).await.map_err(failed)?.map(mapping::head).transpose()
    }

    async fn find_for(
        &self,
        actor: AccountId,
        id: ConversationId,
    ) -> Result<Option<(Conversation, Membership)>, PortError> {
        let row = membership::Entity::find_by_id((id.as_uuid(), actor.as_uuid()))
            .filter(Member::State.eq(ACTIVE))
            .find_also_related(conversation::Entity)
            .one(self.conn())
            .await
            .map_err(failed)?;
        row.and_then(both).transpose()
    }

    async fn list_for(
        &self,
        actor: AccountId,
        after: Option<ListCursor>,
        limit: Limit,
    ) -> Result<Vec<(Conversation, Membership)>, PortError> {
        let mut select = membership::Entity::find()
            .filter(Member::UserId.eq(actor.as_uuid()))
            .filter(Member::State.eq(ACTIVE))
            .find_also_related(conversation::Entity);
        if let Some(after) = after {
            let at = millis(after.last_activity_at);
            let same = Condition::all().add(Head::LastActivityAt.eq(at)).add(Head::Id.lt(after.id.as_uuid()));
            select = select.filter(Condition::any().add(Head::LastActivityAt.lt(at)).add(same));
        }
        let rows = select
            .order_by_desc(Head::LastActivityAt)
            .order_by_desc(Head::Id)
            .limit(limit.get())
            .all(self.conn())
            .await
            .map_err(failed)?;
        rows.into_iter().filter_map(both).collect()
    }

    async fn ids_of(
        &self,
        account: AccountId,
        after: Option<ConversationId>,
        limit: Limit,
    ) -> Result<Vec<ConversationId>, PortError> {
        let mut select = membership::Entity::find()
            .select_only()
            .column(Member::ConversationId)
            .filter(Member::UserId.eq(account.as_uuid()));
        if let Some(after) = after {
            select = select.filter(Member::ConversationId.gt(after.as_uuid()));
        }
        let select = select.order_by_asc(Member::ConversationId).limit(limit.get()).into_tuple::<Uuid>();
        let ids = select.all(self.conn()).await.map_err(failed)?;
        Ok(ids.into_iter().map(ConversationId::from).collect())
    }

    async fn peers(&self, actor: AccountId, ids: &[ConversationId]) -> Result<Vec<Membership>, PortError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
        let mut peers = Vec::with_capacity(ids.len());
        for ids in repeated(&ids) {
            let rows = membership::Entity::find()
                .inner_join(conversation::Entity)
                .filter(Member::ConversationId.is_in(ids))
                .filter(Member::UserId.ne(actor.as_uuid()))
                .filter(Head::Kind.eq(kind_number(ConversationKind::Direct)))
                .all(self.conn())
                .await
                .map_err(failed)?;
            for row in rows {
                peers.push(mapping::membership(row)?);
            }
        }
        Ok(peers)
    }

    async fn total_unread(&self, actor: AccountId) -> Result<i64, PortError> {
        let unread = || {
            Expr::col((conversation::Entity, Head::LastCnt))
                .sub(Expr::col((membership::Entity, Member::ReadCnt)))
                .sub(Expr::col((membership::Entity, Member::OwnCnt)))
        };
        let at_least_0 = CaseStatement::new().case(unread().gt(0), unread()).finally(0);
        let sum = Func::coalesce([Func::sum(at_least_0).into(), Expr::val(0)]);
        let total = membership::Entity::find()
            .select_only()
            .expr(self.dialect().integer(sum.into()))
            .inner_join(conversation::Entity)
            .filter(Member::UserId.eq(actor.as_uuid()))
            .filter(Member::State.eq(ACTIVE))
            .filter(Member::Notify.eq(mapping::TELLS_ALL))
            .filter(since(Member::ArchivedCnt))
            .filter(since(Member::HiddenCnt));
        let total: Option<i64> = total.into_tuple().one(self.conn()).await.map_err(failed)?;
        Ok(total.unwrap_or_default())
    }

    async fn lock(&self, ids: &[ConversationId]) -> Result<Vec<Conversation>, PortError> {
        let mut ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut heads = Vec::with_capacity(ids.len());
        for ids in repeated(&ids) {
            let select = conversation::Entity::find().filter(Head::Id.is_in(ids)).order_by_asc(Head::Id);
            for row in self.locked(select).all(self.conn()).await.map_err(failed)? {
                heads.push(mapping::head(row)?);
            }
        }
        Ok(heads)
    }

    async fn lock_members(&self, keys: &[(ConversationId, AccountId)]) -> Result<Vec<Membership>, PortError> {
        let mut keys: Vec<(Uuid, Uuid)> = keys.iter().map(|(c, a)| (c.as_uuid(), a.as_uuid())).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut members = Vec::with_capacity(keys.len());
        for keys in filled(&keys, &(Uuid::nil(), Uuid::nil())) {
            for row in self.locked(with_keys(&keys)).all(self.conn()).await.map_err(failed)? {
                members.push(mapping::membership(row)?);
            }
        }
        Ok(members)
    }

    async fn save(&self, heads: &[Conversation], at: Timestamp) -> Result<(), PortError> {
        for heads in pieces(heads) {
            self.run(&writes::save_heads(heads, at)).await?;
        }
        Ok(())
    }

    async fn save_members(&self, members: &[Membership]) -> Result<(), PortError> {
        for members in pieces(members) {
            self.run(&writes::save_members(members)).await?;
        }
        Ok(())
    }

    async fn show_receipts(&self, account: AccountId, shown: bool) -> Result<(), PortError> {
        membership::Entity::update_many()
            .col_expr(Member::Receipts, Expr::val(shown))
            .filter(Member::UserId.eq(account.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn member_rev(&self, id: ConversationId) -> Result<Option<i64>, PortError> {
        let select = conversation::Entity::find_by_id(id.as_uuid()).select_only().column(Head::MemberRev);
        select.into_tuple().one(self.conn()).await.map_err(failed)
    }

    async fn some_members(&self, id: ConversationId, most: u64) -> Result<Vec<MemberOf>, PortError> {
        let select = fanned_out().filter(Member::ConversationId.eq(id.as_uuid())).limit(most);
        let rows = select.into_tuple().all(self.conn()).await.map_err(failed)?;
        rows.into_iter().map(mapping::member).collect()
    }

    async fn members_among(
        &self,
        id: ConversationId,
        accounts: &[AccountId],
    ) -> Result<Vec<MemberOf>, PortError> {
        let accounts: Vec<Uuid> = accounts.iter().map(|account| account.as_uuid()).collect();
        let mut members = Vec::new();
        for accounts in repeated(&accounts) {
            let select = fanned_out()
                .filter(Member::ConversationId.eq(id.as_uuid()))
                .filter(Member::UserId.is_in(accounts));
            for row in select.into_tuple().all(self.conn()).await.map_err(failed)? {
                members.push(mapping::member(row)?);
            }
        }
        Ok(members)
    }

    async fn has_more_members(&self, id: ConversationId, than: u64) -> Result<bool, PortError> {
        let next = membership::Entity::find()
            .select_only()
            .column(Member::UserId)
            .filter(Member::ConversationId.eq(id.as_uuid()))
            .filter(Member::State.eq(ACTIVE))
            .offset(than)
            .limit(1);
        let next: Option<Uuid> = next.into_tuple().one(self.conn()).await.map_err(failed)?;
        Ok(next.is_some())
    }

    async fn touched_since(
        &self,
        since: Timestamp,
        above: ConversationId,
        limit: Limit,
    ) -> Result<Vec<(Timestamp, Conversation)>, PortError> {
        let at_once = Head::UpdatedAt.eq(millis(since)).and(Head::Id.gt(above.as_uuid()));
        let rows = conversation::Entity::find()
            .filter(Head::UpdatedAt.gt(millis(since)).or(at_once))
            .order_by_asc(Head::UpdatedAt)
            .order_by_asc(Head::Id)
            .limit(limit.get())
            .all(self.conn())
            .await
            .map_err(failed)?;
        rows.into_iter().map(|row| Ok((time(row.updated_at)?, mapping::head(row)?))).collect()
    }
}
