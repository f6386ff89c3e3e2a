use async_trait::async_trait;
use kamachat_application::{ports::PortError, store::GroupEntryRepository};
use kamachat_domain::{
    Limit, Timestamp,
    conversations::Role,
    groups::{GroupInvite, GroupRequest},
    ids::{AccountId, ConversationId, GroupInviteId, GroupRequestId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait, Query},
};
use uuid::Uuid;

use super::{
    entity::{invite, request},
    mapping::{self, PENDING},
};
use crate::{
    conversations::{entity::membership, role_number},
    db::{Session, failed, page::repeated, values::millis},
};

/// Invitations that somebody could still come in by.
fn good(at: Timestamp) -> Condition {
    let unlimited = invite::Column::MaxUses.is_null();
    let left = Expr::col(invite::Column::Uses).lt(Expr::col(invite::Column::MaxUses));
    Condition::all()
        .add(invite::Column::RevokedAt.is_null())
        .add(invite::Column::ExpiresAt.gt(millis(at)))
        .add(Condition::any().add(unlimited).add(left))
}

impl<C: ConnectionTrait> Session<C> {
    async fn all_requests(&self, select: Select<request::Entity>) -> Result<Vec<GroupRequest>, PortError> {
        let rows = select.all(self.conn()).await.map_err(failed)?;
        rows.into_iter().map(mapping::request).collect()
    }

    /// Ends the live invitations of a group among these.
    async fn revoke(
        &self,
        group: ConversationId,
        which: Condition,
        at: Timestamp,
    ) -> Result<bool, PortError> {
        let done = invite::Entity::update_many()
            .col_expr(invite::Column::RevokedAt, Expr::val(millis(at)))
            .filter(invite::Column::ConversationId.eq(group.as_uuid()))
            .filter(invite::Column::RevokedAt.is_null())
            .filter(which)
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(done.rows_affected > 0)
    }
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> GroupEntryRepository for Session<C> {
    async fn insert_request(&self, request: &GroupRequest) -> Result<(), PortError> {
        let row = mapping::request_row(request);
        request::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn request(
        &self,
        group: ConversationId,
        id: GroupRequestId,
    ) -> Result<Option<GroupRequest>, PortError> {
        let select = request::Entity::find_by_id(id.as_uuid())
            .filter(request::Column::ConversationId.eq(group.as_uuid()));
        Ok(self.all_requests(self.locked(select)).await?.pop())
    }

    async fn pending_of(
        &self,
        group: ConversationId,
        people: &[AccountId],
    ) -> Result<Vec<GroupRequest>, PortError> {
        let keys: Vec<Vec<u8>> =
            people.iter().map(|person| GroupRequest::key(group, *person).to_vec()).collect();
        let mut pending = Vec::new();
        for keys in repeated(&keys) {
            let select = request::Entity::find().filter(request::Column::PendingKey.is_in(keys));
            pending.extend(self.all_requests(self.locked(select)).await?);
        }
        Ok(pending)
    }

    async fn asked_among(
        &self,
        person: AccountId,
        groups: &[ConversationId],
    ) -> Result<Vec<ConversationId>, PortError> {
        let keys: Vec<Vec<u8>> =
            groups.iter().map(|group| GroupRequest::key(*group, person).to_vec()).collect();
        let mut asked = Vec::new();
        for keys in repeated(&keys) {
            let select = request::Entity::find()
                .select_only()
                .column(request::Column::ConversationId)
                .filter(request::Column::PendingKey.is_in(keys));
            let found = select.into_tuple::<Uuid>().all(self.conn()).await.map_err(failed)?;
            asked.extend(found.into_iter().map(ConversationId::from));
        }
        Ok(asked)
    }

    async fn save_request(&self, request: &GroupRequest) -> Result<(), PortError> {
        request::Entity::update_many()
            .set(mapping::request_row(request))
            .filter(request::Column::Id.eq(request.id.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn requests(
        &self,
        group: ConversationId,
        after: Option<GroupRequestId>,
        limit: Limit,
    ) -> Result<Vec<GroupRequest>, PortError> {
        let mut select = request::Entity::find()
            .filter(request::Column::ConversationId.eq(group.as_uuid()))
            .filter(request::Column::State.eq(PENDING));
        if let Some(after) = after {
            select = select.filter(request::Column::Id.gt(after.as_uuid()));
        }
        self.all_requests(select.order_by_asc(request::Column::Id).limit(limit.get())).await
    }

    async fn insert_invite(&self, invite: &GroupInvite) -> Result<(), PortError> {
        let row = mapping::invite_row(invite);
        invite::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn invite(&self, code_hash: &[u8; 32]) -> Result<Option<GroupInvite>, PortError> {
        let select = invite::Entity::find().filter(invite::Column::CodeHash.eq(code_hash.to_vec()));
        select.one(self.conn()).await.map_err(failed)?.map(mapping::invite).transpose()
    }

    /// One statement: the database makes those who come at the same moment wait for the row.
    async fn use_invite(&self, code_hash: &[u8; 32], at: Timestamp) -> Result<bool, PortError> {
        let done = invite::Entity::update_many()
            .col_expr(invite::Column::Uses, Expr::col(invite::Column::Uses).add(1))
            .filter(invite::Column::CodeHash.eq(code_hash.to_vec()))
            .filter(good(at))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(done.rows_affected == 1)
    }

    async fn invites(
        &self,
        group: ConversationId,
        by: Option<AccountId>,
        at: Timestamp,
        before: Option<GroupInviteId>,
        limit: Limit,
    ) -> Result<Vec<GroupInvite>, PortError> {
        let mut select = invite::Entity::find()
            .filter(invite::Column::ConversationId.eq(group.as_uuid()))
            .filter(good(at));
        if let Some(by) = by {
            select = select.filter(invite::Column::CreatedBy.eq(by.as_uuid()));
        }
        if let Some(before) = before {
            select = select.filter(invite::Column::Id.lt(before.as_uuid()));
        }
        let rows = select.order_by_desc(invite::Column::Id).limit(limit.get()).all(self.conn()).await;
        rows.map_err(failed)?.into_iter().map(mapping::invite).collect()
    }

    async fn revoke_invite(
        &self,
        group: ConversationId,
        id: GroupInviteId,
        by: Option<AccountId>,
        at: Timestamp,
    ) -> Result<bool, PortError> {
        let mut which = Condition::all().add(invite::Column::Id.eq(id.as_uuid()));
        if let Some(by) = by {
            which = which.add(invite::Column::CreatedBy.eq(by.as_uuid()));
        }
        self.revoke(group, which, at).await
    }

    async fn revoke_invites_of(
        &self,
        group: ConversationId,
        by: AccountId,
        at: Timestamp,
    ) -> Result<(), PortError> {
        let which = Condition::all().add(invite::Column::CreatedBy.eq(by.as_uuid()));
        self.revoke(group, which, at).await.map(drop)
    }

    async fn revoke_invites_below(
        &self,
        group: ConversationId,
        role: Role,
        at: Timestamp,
    ) -> Result<(), PortError> {
        let may = Query::select()
            .column(membership::Column::UserId)
            .from(membership::Entity)
            .and_where(membership::Column::ConversationId.eq(group.as_uuid()))
            .and_where(membership::Column::Role.gte(role_number(role)))
            .to_owned();
        let which = Condition::all().add(invite::Column::CreatedBy.not_in_subquery(may));
        self.revoke(group, which, at).await.map(drop)
    }
}
