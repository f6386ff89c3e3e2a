//! Which version of a group's own picture is shown.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, index};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        schema.add_column("group_info", "avatar_id", schema.id("avatar_id").null().take()).await?;
        schema.add_index("group_info", "ix_group_avatar", index("ix_group_avatar", &["avatar_id"])).await
    }
}
