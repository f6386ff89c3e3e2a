//! What people report. No key refers to another table: evidence stays when what it is about goes.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, bytes, choice, index, text, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let mut report = schema.table("report");
        report
            .col(schema.id("id").primary_key())
            .col(schema.id("reporter_id"))
            .col(choice("target_kind"))
            .col(schema.id("target_id"))
            .col(ColumnDef::new("target_seq").big_integer().null().take())
            // While it is open: one of a person about a thing.
            .col(bytes("open_key", 32).null())
            .col(choice("reason"))
            .col(text("text", 1000))
            .col(schema.long_text("evidence"))
            .col(ColumnDef::new("picture").blob().null().take())
            .col(choice("state"))
            .col(time("created_at"))
            .col(time("closed_at").null())
            .index(&mut unique("uq_report_open", &["open_key"]));
        let indexes =
            [index("report_state", &["state", "id"]), index("report_target", &["target_id", "created_at"])];
        schema.create(&mut report, indexes).await
    }
}
