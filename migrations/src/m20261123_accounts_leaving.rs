//! Accounts that are about to be erased, and archives of what they may see.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, bytes, choice, index, number, references, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        schema.add_column("user", "erases_at", time("erases_at").null().take()).await?;
        let mut export = schema.table("data_export");
        export
            .col(schema.id("id").primary_key())
            .col(schema.id("user_id"))
            .col(choice("state"))
            .col(number("bytes").null())
            .col(time("requested_at"))
            .col(time("ready_at").null())
            .col(time("expires_at").null())
            .col(bytes("link_hash", 32).null())
            .col(time("link_until").null())
            .index(&mut unique("uq_data_export_link", &["link_hash"]))
            .foreign_key(&mut references("data_export", "user_id", "user"));
        schema.create(&mut export, [index("ix_data_export_user", &["user_id", "requested_at"])]).await
    }
}
