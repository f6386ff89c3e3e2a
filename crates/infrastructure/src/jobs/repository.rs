use async_trait::async_trait;
use kamachat_application::{
    jobs::{JobKind, JobState, StoredJob},
    ports::PortError,
    store::JobRepository,
};
use kamachat_domain::{Limit, Timestamp, ids::JobId};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use super::{
    entity::{self, Column},
    mapping::{job, job_row, state_number},
};
use crate::db::{Session, failed, values::millis};

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> JobRepository for Session<C> {
    async fn insert(&self, job: &StoredJob) -> Result<(), PortError> {
        let row = job_row(job).into_active_model();
        entity::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn due(&self, kinds: &[JobKind], now: Timestamp) -> Result<Option<StoredJob>, PortError> {
        let row = entity::Entity::find()
            .filter(Column::State.eq(state_number(JobState::Waiting)))
            .filter(Column::NextAt.lte(millis(now)))
            .filter(Column::Kind.is_in(kinds.iter().map(|kind| kind.as_str())))
            .order_by_asc(Column::NextAt)
            .limit(1)
            .one(self.conn())
            .await
            .map_err(failed)?;
        row.map(job).transpose()
    }

    async fn begin(&self, job: &StoredJob, until: Timestamp) -> Result<bool, PortError> {
        let begun = entity::Entity::update_many()
            .col_expr(Column::Attempts, Expr::val(i64::from(job.attempts) + 1))
            .col_expr(Column::NextAt, Expr::val(millis(until)))
            .filter(Column::Id.eq(job.id.as_uuid()))
            .filter(Column::State.eq(state_number(JobState::Waiting)))
            .filter(Column::Attempts.eq(i64::from(job.attempts)))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(begun.rows_affected == 1)
    }

    async fn settle(&self, job: &StoredJob) -> Result<bool, PortError> {
        let row = job_row(job);
        let settled = entity::Entity::update_many()
            .col_expr(Column::State, Expr::val(row.state))
            .col_expr(Column::Payload, Expr::val(row.payload))
            .col_expr(Column::NextAt, Expr::val(row.next_at))
            .col_expr(Column::LastError, Expr::val(row.last_error))
            .col_expr(Column::EndedAt, Expr::val(row.ended_at))
            .filter(Column::Id.eq(row.id))
            .filter(Column::State.eq(state_number(JobState::Waiting)))
            .filter(Column::Attempts.eq(row.attempts))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(settled.rows_affected == 1)
    }

    async fn list(
        &self,
        state: JobState,
        after: Option<JobId>,
        limit: Limit,
    ) -> Result<Vec<StoredJob>, PortError> {
        let mut select = entity::Entity::find().filter(Column::State.eq(state_number(state)));
        if let Some(after) = after {
            select = select.filter(Column::Id.gt(after.as_uuid()));
        }
        let select = select.order_by_asc(Column::Id).limit(limit.get());
        let rows = select.all(self.conn()).await.map_err(failed)?;
        rows.into_iter().map(job).collect()
    }

    async fn revive(&self, id: JobId, at: Timestamp) -> Result<bool, PortError> {
        let revived = entity::Entity::update_many()
            .col_expr(Column::State, Expr::val(state_number(JobState::Waiting)))
            .col_expr(Column::Attempts, Expr::val(0_i64))
            .col_expr(Column::NextAt, Expr::val(millis(at)))
            .col_expr(Column::EndedAt, Expr::val(None::<i64>))
            .filter(Column::Id.eq(id.as_uuid()))
            .filter(Column::State.eq(state_number(JobState::Dead)))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(revived.rows_affected == 1)
    }

    async fn forget_done(&self, before: Timestamp) -> Result<u64, PortError> {
        let forgotten = entity::Entity::delete_many()
            .filter(Column::State.eq(state_number(JobState::Done)))
            .filter(Column::EndedAt.lt(millis(before)))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(forgotten.rows_affected)
    }
}
