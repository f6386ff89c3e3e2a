//! What people note about their contacts, who keeps whom away, and how far strangers got.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, index, primary, time};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let off = |name: &'static str| ColumnDef::new(name).boolean().not_null().default(false).take();
        let text = |name: &'static str, length| ColumnDef::new(name).string_len(length).null().take();
        schema.add_column("contact", "remark", text("remark", 64)).await?;
        schema.add_column("contact", "starred", off("starred")).await?;
        // A list as JSON: ten tags of 24 characters, each written as two at most.
        schema.add_column("contact", "tags", text("tags", 600)).await?;
        let mut block = schema.table("user_block");
        block
            .col(schema.id("owner_id"))
            .col(schema.id("peer_id"))
            .col(time("created_at"))
            .primary_key(&mut primary(&["owner_id", "peer_id"]));
        schema.create(&mut block, [index("ix_user_block_peer", &["peer_id"])]).await?;
        schema.add_column("membership", "barred", off("barred")).await?;
        schema.add_column("membership", "stranger", off("stranger")).await?;
        schema.add_column("conversation", "asked_by", schema.id("asked_by").null().take()).await?;
        let asked = ColumnDef::new("asked").small_integer().not_null().default(-1).take();
        schema.add_column("conversation", "asked", asked).await
    }
}
