//! When an account was last there.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, time};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Schema::of(manager).add_column("user", "last_seen_at", time("last_seen_at").null().take()).await
    }
}
