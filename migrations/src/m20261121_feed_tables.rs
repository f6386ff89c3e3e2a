//! Numbered events of each account.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, choice, index, number, primary, time};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let mut event = schema.table("user_event");
        event
            .col(schema.id("user_id"))
            .col(number("useq"))
            .col(choice("kind"))
            .col(schema.id("ref_id"))
            .col(time("created_at"))
            .primary_key(&mut primary(&["user_id", "useq"]));
        schema.create(&mut event, [index("ix_user_event_created", &["created_at"])]).await
    }
}
