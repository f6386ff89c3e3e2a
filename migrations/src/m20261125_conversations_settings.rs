//! How each member keeps a conversation: pinned, silent, put aside, marked, and what is being written.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, choice, number, time};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let member = "membership";
        let flag = |name| ColumnDef::new(name).boolean().not_null().default(false).take();
        schema.add_column(member, "pinned", flag("pinned")).await?;
        schema.add_column(member, "notify", choice("notify").default(0).take()).await?;
        schema.add_column(member, "archived_cnt", number("archived_cnt").null().take()).await?;
        schema.add_column(member, "hidden_cnt", number("hidden_cnt").null().take()).await?;
        schema.add_column(member, "marked_unread", flag("marked_unread")).await?;
        schema.add_column(member, "draft", schema.long_text("draft").null().take()).await?;
        schema.add_column(member, "draft_reply_to", number("draft_reply_to").null().take()).await?;
        schema.add_column(member, "draft_at", time("draft_at").null().take()).await
    }
}
