//! Phone numbers to sign in with, and the codes that were sent to some.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, bytes, index, number, text, time};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        schema.add_column("user", "phone", text("phone", 16).null().take()).await?;
        // Many accounts have none: each database lets a unique key repeat NULL.
        schema.add_unique("user", "uq_user_phone", &["phone"]).await?;
        let mut challenge = schema.table("code_challenge");
        challenge
            .col(schema.id("id").primary_key())
            .col(bytes("slot", 32))
            .col(bytes("target", 32))
            .col(bytes("code_hash", 32))
            .col(number("tries"))
            .col(time("created_at"))
            .col(time("expires_at"))
            .col(time("ended_at").null());
        let indexes = [
            index("ix_code_challenge_slot", &["slot", "created_at"]),
            index("ix_code_challenge_target", &["target", "created_at"]),
            index("ix_code_challenge_created", &["created_at"]),
        ];
        schema.create(&mut challenge, indexes).await?;
        add_lock(manager).await
    }
}

/// The row that those who send codes wait for: what was sent is counted before one more is.
async fn add_lock(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("named_lock")
        .columns(["name"])
        .values_panic(["sms_codes".into()])
        .on_conflict(OnConflict::column("name").do_nothing_on(["name"]).to_owned())
        .to_owned();
    manager.execute(insert).await
}
