use async_trait::async_trait;
use kamachat_application::{accounts::export::repository::ExportRepository, ports::PortError};
use kamachat_domain::{
    accounts::{Export, ExportState},
    ids::{AccountId, ExportId},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};

use data_export::Column;

use crate::db::{
    Session, failed,
    values::{key32, millis, stored_numbers, time, time_opt},
};

/// An archive that somebody asked for.
mod data_export {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "data_export")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub user_id: Uuid,
        pub state: i16,
        pub bytes: Option<i64>,
        pub requested_at: i64,
        pub ready_at: Option<i64>,
        pub expires_at: Option<i64>,
        pub link_hash: Option<Vec<u8>>,
        pub link_until: Option<i64>,
    }

    impl std::fmt::Debug for Model {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_struct("Model").field("id", &self.id).finish_non_exhaustive()
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

stored_numbers!(state_number, state, ExportState {
    ExportState::Pending = 1,
    ExportState::Ready = 2,
    ExportState::Gone = 3,
});

fn row(export: &Export) -> data_export::Model {
    data_export::Model {
        id: export.id.into(),
        user_id: export.account_id.into(),
        state: state_number(export.state),
        bytes: export.bytes,
        requested_at: millis(export.requested_at),
        ready_at: export.ready_at.map(millis),
        expires_at: export.expires_at.map(millis),
        link_hash: export.link.map(|(hash, _)| hash.to_vec()),
        link_until: export.link.map(|(_, until)| millis(until)),
    }
}

fn export(row: data_export::Model) -> Result<Export, PortError> {
    let hash = row.link_hash.as_deref().map(key32).transpose()?;
    Ok(Export {
        id: row.id.into(),
        account_id: row.user_id.into(),
        state: state(row.state)?,
        requested_at: time(row.requested_at)?,
        ready_at: time_opt(row.ready_at)?,
        bytes: row.bytes,
        expires_at: time_opt(row.expires_at)?,
        link: hash.zip(time_opt(row.link_until)?),
    })
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ExportRepository for Session<C> {
    async fn insert(&self, export: &Export) -> Result<(), PortError> {
        let row = row(export).into_active_model();
        data_export::Entity::insert(row).exec_without_returning(self.conn()).await.map_err(failed)?;
        Ok(())
    }

    async fn find(&self, id: ExportId) -> Result<Option<Export>, PortError> {
        let select = self.locked(data_export::Entity::find_by_id(id.as_uuid()));
        select.one(self.conn()).await.map_err(failed)?.map(export).transpose()
    }

    async fn by_link(&self, hash: &[u8; 32]) -> Result<Option<Export>, PortError> {
        let select = self.locked(data_export::Entity::find().filter(Column::LinkHash.eq(hash.to_vec())));
        select.one(self.conn()).await.map_err(failed)?.map(export).transpose()
    }

    async fn latest_of(&self, account: AccountId) -> Result<Option<Export>, PortError> {
        let select = data_export::Entity::find()
            .filter(Column::UserId.eq(account.as_uuid()))
            .order_by_desc(Column::RequestedAt)
            .order_by_desc(Column::Id)
            .limit(1);
        select.one(self.conn()).await.map_err(failed)?.map(export).transpose()
    }

    async fn all_of(&self, account: AccountId) -> Result<Vec<Export>, PortError> {
        let select = data_export::Entity::find().filter(Column::UserId.eq(account.as_uuid()));
        let rows = select.all(self.conn()).await.map_err(failed)?;
        rows.into_iter().map(export).collect()
    }

    async fn save(&self, export: &Export) -> Result<(), PortError> {
        let row = row(export);
        data_export::Entity::update_many()
            .col_expr(Column::State, Expr::val(row.state))
            .col_expr(Column::Bytes, Expr::val(row.bytes))
            .col_expr(Column::ReadyAt, Expr::val(row.ready_at))
            .col_expr(Column::ExpiresAt, Expr::val(row.expires_at))
            .col_expr(Column::LinkHash, Expr::val(row.link_hash))
            .col_expr(Column::LinkUntil, Expr::val(row.link_until))
            .filter(Column::Id.eq(row.id))
            .exec(self.conn())
            .await
            .map_err(failed)?;
        Ok(())
    }
}
