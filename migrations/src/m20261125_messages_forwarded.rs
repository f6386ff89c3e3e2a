//! Whether a message was sent on from elsewhere.

use sea_orm_migration::prelude::*;

use crate::schema::Schema;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let forwarded = ColumnDef::new("forwarded").boolean().not_null().default(false).take();
        schema.add_column("message", "forwarded", forwarded).await
    }
}
