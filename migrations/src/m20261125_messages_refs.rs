//! Answers and mentions: what a message refers to, and where a member was mentioned last.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, number};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        schema.add_column("message", "reply_to", number("reply_to").null().take()).await?;
        schema.add_column("message", "mentions", schema.long_text("mentions").null().take()).await?;
        schema.add_column("conversation", "all_seq", number("all_seq").default(0).take()).await?;
        schema.add_column("conversation", "all_by", schema.id("all_by").null().take()).await?;
        schema.add_column("membership", "mention_seq", number("mention_seq").default(0).take()).await
    }
}
