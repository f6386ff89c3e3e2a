use async_trait::async_trait;
use kamachat_application::{ports::PortError, store::ReportRepository};
use kamachat_domain::{
    Limit, Timestamp,
    admin::{Report, ReportState},
    ids::ReportId,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use super::{
    entity::{self, Column},
    mapping::{report, report_row, state_number},
};
use crate::db::{Session, failed, values::millis};

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ReportRepository for Session<C> {
    async fn insert(&self, report: &Report) -> Result<(), PortError> {
        let row = report_row(report)?.into_active_model();
        entity::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn open(&self, key: &[u8; 32]) -> Result<Option<Report>, PortError> {
        let select = entity::Entity::find().filter(Column::OpenKey.eq(key.to_vec()));
        select.one(self.conn()).await.map_err(failed)?.map(report).transpose()
    }

    async fn list(
        &self,
        state: ReportState,
        after: Option<ReportId>,
        limit: Limit,
    ) -> Result<Vec<Report>, PortError> {
        let mut select = entity::Entity::find().filter(Column::State.eq(state_number(state)));
        if let Some(after) = after {
            select = select.filter(Column::Id.gt(after.as_uuid()));
        }
        let select = select.order_by_asc(Column::Id).limit(limit.get());
        let rows = select.all(self.conn()).await.map_err(failed)?;
        rows.into_iter().map(report).collect()
    }

    async fn close(&self, id: ReportId, at: Timestamp) -> Result<bool, PortError> {
        let closed = entity::Entity::update_many()
            .col_expr(Column::State, Expr::val(state_number(ReportState::Closed)))
            .col_expr(Column::OpenKey, Expr::val(None::<Vec<u8>>))
            .col_expr(Column::ClosedAt, Expr::val(millis(at)))
            .filter(Column::Id.eq(id.as_uuid()))
            .filter(Column::State.eq(state_number(ReportState::Open)))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(closed.rows_affected == 1)
    }
}
