//! Whether the others see what a member has read.

use sea_orm_migration::prelude::*;

use crate::schema::Schema;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let receipts = ColumnDef::new("receipts").boolean().not_null().default(true).take();
        Schema::of(manager).add_column("membership", "receipts", receipts).await
    }
}
