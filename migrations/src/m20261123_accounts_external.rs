//! Names of accounts in other systems whose tokens are taken.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, index, primary, references, text, time};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let mut identity = schema.table("external_identity");
        identity
            .col(text("issuer", 24))
            .col(text("subject", 255))
            .col(schema.id("user_id"))
            .col(time("created_at"))
            .primary_key(&mut primary(&["issuer", "subject"]))
            .foreign_key(&mut references("external_identity", "user_id", "user"));
        schema.create(&mut identity, [index("ix_external_identity_user", &["user_id"])]).await
    }
}
