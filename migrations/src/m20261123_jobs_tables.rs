//! Work that is done beside the requests.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, choice, index, number, text, time};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let mut job = schema.table("job");
        job.col(schema.id("id").primary_key())
            .col(text("kind", 32))
            .col(ColumnDef::new("payload").blob().null().take())
            .col(choice("state"))
            .col(number("attempts"))
            .col(time("next_at"))
            .col(text("last_error", 500))
            .col(time("created_at"))
            .col(time("ended_at").null());
        schema.create(&mut job, [index("job_due", &["state", "next_at"])]).await
    }
}
