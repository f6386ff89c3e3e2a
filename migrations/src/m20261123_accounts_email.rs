//! Links in mails, and addresses that are only claimed until their owner has followed one.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::schema::{Schema, bytes, choice, index, references, text, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let mut proof = schema.table("email_proof");
        proof
            .col(schema.id("id").primary_key())
            .col(schema.id("user_id"))
            .col(choice("purpose"))
            .col(text("target", 255))
            .col(bytes("token_hash", 32))
            .col(time("created_at"))
            .col(time("expires_at"))
            .col(time("used_at").null())
            .index(&mut unique("uq_email_proof_token_hash", &["token_hash"]))
            .foreign_key(&mut references("email_proof", "user_id", "user"));
        let indexes = [
            index("ix_email_proof_user", &["user_id"]),
            index("ix_email_proof_target", &["target", "created_at"]),
            index("ix_email_proof_created", &["created_at"]),
        ];
        schema.create(&mut proof, indexes).await?;
        claims_by_value(manager).await?;
        addresses_are_claims(manager).await
    }
}

/// Until now nobody could show that an address is his. A claim has its account as issuer, so that it is in
/// nobody's way; what is verified has none. Running it again changes nothing.
async fn addresses_are_claims(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let account = match manager.get_database_backend() {
        DbBackend::Postgres => "user_id::text",
        _ => "hex(user_id)",
    };
    let update = Query::update()
        .table("user_identifier")
        .value("issuer", Expr::cust(account))
        .and_where(Expr::col("kind").eq(1))
        .and_where(Expr::col("issuer").eq(""))
        .and_where(Expr::col("verified_at").is_null())
        .to_owned();
    manager.execute(update).await
}

/// The unique key begins with the issuer, and a claim is looked for whatever its issuer.
async fn claims_by_value(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    const NAME: &str = "ix_user_identifier_value_norm";
    if manager.has_index("user_identifier", NAME).await? {
        return Ok(());
    }
    let mut by_value = index(NAME, &["value_norm", "kind"]);
    manager.create_index(by_value.table("user_identifier").take()).await
}
