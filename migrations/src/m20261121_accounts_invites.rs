//! Codes that let people register.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, bytes, index, number, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let mut invite = schema.table("registration_invite");
        invite
            .col(schema.id("id").primary_key())
            .col(bytes("code_hash", 32))
            .col(number("max_uses"))
            .col(number("used"))
            .col(time("created_at"))
            .col(time("expires_at"))
            .index(&mut unique("uq_registration_invite_code", &["code_hash"]));
        schema.create(&mut invite, [index("ix_registration_invite_expires", &["expires_at"])]).await
    }
}
