//! Roles of members, silences, and who may send: on the rows that every message locks anyway.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, choice, index, number, text, time};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let head = "conversation";
        schema.add_column(head, "who_may_post", choice("who_may_post").default(0).take()).await?;
        schema.add_column(head, "slow_mode_s", number("slow_mode_s").default(0).take()).await?;
        schema.add_column(head, "muted_until", time("muted_until").null().take()).await?;
        let member = "membership";
        schema.add_column(member, "role", choice("role").default(0).take()).await?;
        schema.add_column(member, "silenced_until", time("silenced_until").null().take()).await?;
        schema.add_column(member, "alias", text("alias", 32).null().take()).await?;
        schema.add_column(member, "invited_by", schema.id("invited_by").null().take()).await?;
        schema.add_column(member, "joined_at", time("joined_at").null().take()).await?;
        schema.add_column(member, "last_sent_at", time("last_sent_at").null().take()).await?;
        let roster = ["conversation_id", "state", "role", "joined_at", "user_id"];
        schema.add_index(member, "ix_membership_roster", index("ix_membership_roster", &roster)).await
    }
}
