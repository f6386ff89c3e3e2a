use std::collections::HashSet;

use async_trait::async_trait;
use kamachat_application::{
    accounts::repository::SessionStanding, ports::PortError, store::SessionRepository,
};
use kamachat_domain::{
    Limit, Timestamp,
    accounts::{AccountStatus, Assurance, DeviceName, Session as SignIn, UsedRefresh},
    ids::{AccountId, SessionId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{
    entity::{refresh_used, session, user},
    mapping,
};
use crate::db::{
    Session, failed,
    page::repeated,
    values::{millis, time},
};

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> SessionRepository for Session<C> {
    async fn insert(&self, session: &SignIn) -> Result<(), PortError> {
        let row = mapping::session_row(session);
        session::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn find(&self, id: SessionId) -> Result<Option<SignIn>, PortError> {
        let row = session::Entity::find_by_id(id.as_uuid()).one(self.conn()).await.map_err(failed)?;
        row.map(mapping::session).transpose()
    }

    async fn standing(&self, id: SessionId) -> Result<Option<SessionStanding>, PortError> {
        let row = session::Entity::find_by_id(id.as_uuid())
            .find_also_related(user::Entity)
            .one(self.conn())
            .await
            .map_err(failed)?;
        match row {
            Some((session, Some(account))) => mapping::standing(session, &account).map(Some),
            _ => Ok(None),
        }
    }

    async fn by_refresh(&self, hash: &[u8; 32]) -> Result<Option<SignIn>, PortError> {
        let row = session::Entity::find()
            .filter(session::Column::RefreshHash.eq(hash.to_vec()))
            .one(self.conn())
            .await
            .map_err(failed)?;
        row.map(mapping::session).transpose()
    }

    async fn rotate(&self, session: &SignIn, from: &[u8; 32]) -> Result<bool, PortError> {
        let done = session::Entity::update_many()
            .col_expr(session::Column::RefreshHash, Expr::val(session.refresh_hash.to_vec()))
            .col_expr(session::Column::RotatedAt, Expr::val(millis(session.rotated_at)))
            .col_expr(session::Column::LastSeenAt, Expr::val(millis(session.last_seen_at)))
            .col_expr(session::Column::IdleExpiresAt, Expr::val(millis(session.idle_expires_at)))
            .filter(session::Column::Id.eq(session.id.as_uuid()))
            .filter(session::Column::RefreshHash.eq(from.to_vec()))
            .filter(session::Column::RevokedAt.is_null())
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(done.rows_affected == 1)
    }

    async fn remember_used(&self, hash: &[u8; 32], used: &UsedRefresh) -> Result<(), PortError> {
        let row = refresh_used::ActiveModel {
            token_hash: Set(hash.to_vec()),
            session_id: Set(used.session_id.into()),
            used_at: Set(millis(used.used_at)),
        };
        refresh_used::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn used(&self, hash: &[u8; 32]) -> Result<Option<UsedRefresh>, PortError> {
        let row = refresh_used::Entity::find_by_id(hash.to_vec()).one(self.conn()).await.map_err(failed)?;
        row.map(|row| Ok(UsedRefresh { session_id: row.session_id.into(), used_at: time(row.used_at)? }))
            .transpose()
    }

    async fn revoke(&self, id: SessionId, at: Timestamp) -> Result<(), PortError> {
        session::Entity::update_many()
            .col_expr(session::Column::RevokedAt, Expr::val(millis(at)))
            .filter(session::Column::Id.eq(id.as_uuid()))
            .filter(session::Column::RevokedAt.is_null())
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn live_of(
        &self,
        account: AccountId,
        at: Timestamp,
        before: Option<SessionId>,
        limit: Limit,
    ) -> Result<Vec<SignIn>, PortError> {
        let mut select = session::Entity::find()
            .filter(session::Column::UserId.eq(account.as_uuid()))
            .filter(session::Column::RevokedAt.is_null())
            .filter(session::Column::IdleExpiresAt.gt(millis(at)))
            .filter(session::Column::ExpiresAt.gt(millis(at)));
        if let Some(before) = before {
            select = select.filter(session::Column::Id.lt(before.as_uuid()));
        }
        let rows = select
            .order_by_desc(session::Column::Id)
            .limit(limit.get())
            .all(self.conn())
            .await
            .map_err(failed)?;
        rows.into_iter().map(mapping::session).collect()
    }

    async fn rename(&self, id: SessionId, name: &DeviceName) -> Result<(), PortError> {
        session::Entity::update_many()
            .col_expr(session::Column::Name, Expr::val(name.as_str()))
            .filter(session::Column::Id.eq(id.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn seen(&self, id: SessionId, at: Timestamp) -> Result<(), PortError> {
        let earlier = session::Column::LastSeenAt.is_null().or(session::Column::LastSeenAt.lt(millis(at)));
        session::Entity::update_many()
            .col_expr(session::Column::LastSeenAt, Expr::val(millis(at)))
            .filter(session::Column::Id.eq(id.as_uuid()))
            .filter(session::Column::RevokedAt.is_null())
            .filter(earlier)
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn raise(&self, id: SessionId, to: Assurance) -> Result<(), PortError> {
        session::Entity::update_many()
            .col_expr(session::Column::Aal, Expr::val(mapping::assurance_number(to)))
            .filter(session::Column::Id.eq(id.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }

    async fn revoke_all(
        &self,
        account: AccountId,
        keep: Option<SessionId>,
        at: Timestamp,
    ) -> Result<Vec<SessionId>, PortError> {
        let select = session::Entity::find()
            .filter(session::Column::UserId.eq(account.as_uuid()))
            .filter(session::Column::RevokedAt.is_null());
        let rows = self.locked(select).select_only().column(session::Column::Id).into_tuple::<Uuid>();
        let mut ids = rows.all(self.conn()).await.map_err(failed)?;
        ids.retain(|id| keep.is_none_or(|keep| keep.as_uuid() != *id));
        for some in repeated(&ids) {
            session::Entity::update_many()
                .col_expr(session::Column::RevokedAt, Expr::val(millis(at)))
                .filter(session::Column::Id.is_in(some))
                .filter(session::Column::RevokedAt.is_null())
                .exec(self.conn())
                .await
                .map_err(failed)?;
        }
        Ok(ids.into_iter().map(SessionId::from).collect())
    }

    /// Asks for those that are good and answers the rest, so that a session whose row is gone is over too.
    async fn ended_among(&self, ids: &[SessionId], at: Timestamp) -> Result<Vec<SessionId>, PortError> {
        let all: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
        let mut live: HashSet<Uuid> = HashSet::with_capacity(all.len());
        for some in repeated(&all) {
            let select = session::Entity::find()
                .select_only()
                .column(session::Column::Id)
                .inner_join(user::Entity)
                .filter(session::Column::Id.is_in(some))
                .filter(session::Column::RevokedAt.is_null())
                .filter(session::Column::IdleExpiresAt.gt(millis(at)))
                .filter(session::Column::ExpiresAt.gt(millis(at)))
                .filter(user::Column::Status.eq(mapping::status_number(AccountStatus::Active)));
            live.extend(select.into_tuple::<Uuid>().all(self.conn()).await.map_err(failed)?);
        }
        Ok(ids.iter().copied().filter(|id| !live.contains(&id.as_uuid())).collect())
    }
}
