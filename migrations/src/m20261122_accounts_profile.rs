//! What people tell about themselves, and their settings.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, choice, number, primary, references, text};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        schema.add_column("user", "signature", text("signature", 120).null().take()).await?;
        schema.add_column("user", "gender", choice("gender").default(0).take()).await?;
        schema.add_column("user", "birthday", text("birthday", 10).null().take()).await?;
        schema.add_column("user", "status_text", text("status_text", 60).null().take()).await?;
        let mut setting = schema.table("user_setting");
        setting
            .col(schema.id("user_id"))
            .col(text("key", 64))
            .col(text("value", 255))
            .col(number("ver"))
            .primary_key(&mut primary(&["user_id", "key"]))
            .foreign_key(&mut references("user_setting", "user_id", "user"));
        schema.create(&mut setting, []).await
    }
}
