use async_trait::async_trait;
use kamachat_application::{
    feed::{FeedEvent, FeedKind},
    ports::PortError,
    store::FeedRepository,
};
use kamachat_domain::{Limit, Timestamp, ids::AccountId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use uuid::Uuid;

use super::{entity, mapping};
use crate::{
    accounts::entity::user,
    db::{Session, failed, values::millis},
};

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> FeedRepository for Session<C> {
    /// Counting up locks the account's row until the commit, so numbers become visible in order.
    async fn append(
        &self,
        account: AccountId,
        kind: FeedKind,
        ref_id: Uuid,
        at: Timestamp,
    ) -> Result<FeedEvent, PortError> {
        user::Entity::update_many()
            .col_expr(user::Column::LastUseq, Expr::col(user::Column::LastUseq).add(1))
            .filter(user::Column::Id.eq(account.as_uuid()))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        let useq = self.last(account).await?;
        if useq == 0 {
            return Err(PortError::Corrupt("an event for an account that is not there"));
        }
        let event = FeedEvent { useq, kind, ref_id, created_at: at };
        let row = mapping::event_row(account, &event);
        entity::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(event)
    }

    async fn last(&self, account: AccountId) -> Result<i64, PortError> {
        let useq = user::Entity::find_by_id(account.as_uuid())
            .select_only()
            .column(user::Column::LastUseq)
            .into_tuple::<i64>()
            .one(self.conn())
            .await
            .map_err(failed)?;
        Ok(useq.unwrap_or_default())
    }

    async fn since(&self, account: AccountId, since: i64, limit: Limit) -> Result<Vec<FeedEvent>, PortError> {
        let rows = entity::Entity::find()
            .filter(entity::Column::UserId.eq(account.as_uuid()))
            .filter(entity::Column::Useq.gt(since))
            .order_by_asc(entity::Column::Useq)
            .limit(limit.get())
            .all(self.conn())
            .await
            .map_err(failed)?;
        rows.into_iter().map(mapping::event).collect()
    }

    async fn forget(&self, before: Timestamp, at_most: u64) -> Result<u64, PortError> {
        let old = entity::Column::CreatedAt.lt(millis(before));
        let last = entity::Entity::find()
            .select_only()
            .column(entity::Column::CreatedAt)
            .filter(old.clone())
            .order_by_asc(entity::Column::CreatedAt)
            .offset(at_most.saturating_sub(1))
            .limit(1)
            .into_tuple::<i64>()
            .one(self.conn())
            .await
            .map_err(failed)?;
        let due = last.map_or(old, |last| entity::Column::CreatedAt.lte(last));
        let forgotten = entity::Entity::delete_many().filter(due).exec(self.conn()).await.map_err(failed)?;
        Ok(forgotten.rows_affected)
    }
}
