//! Accounts, what they sign in with, and their sessions.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, bytes, choice, index, number, primary, references, text, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        accounts(&schema).await?;
        proofs(&schema).await?;
        sessions(&schema).await?;
        locks(&schema, manager).await
    }
}

async fn accounts(schema: &Schema<'_>) -> Result<(), DbErr> {
    let mut table = schema.table("user");
    table
        .col(schema.id("id").primary_key())
        .col(text("username", 64))
        .col(text("username_key", 64))
        .col(text("display_name", 128))
        .col(choice("role"))
        .col(choice("status"))
        .col(number("last_useq"))
        .col(time("created_at"))
        .col(time("updated_at"))
        .index(&mut unique("uq_user_username_key", &["username_key"]));
    schema.create(&mut table, [index("ix_user_status", &["status", "created_at"])]).await
}

/// What an account signs in with: addresses, and secrets that prove it.
async fn proofs(schema: &Schema<'_>) -> Result<(), DbErr> {
    let mut identifier = schema.table("user_identifier");
    identifier
        .col(schema.id("id").primary_key())
        .col(schema.id("user_id"))
        .col(choice("kind"))
        .col(text("issuer", 128))
        .col(text("value_norm", 255))
        .col(time("verified_at").null())
        .index(&mut unique("uq_user_identifier_value", &["kind", "issuer", "value_norm"]))
        .foreign_key(&mut references("user_identifier", "user_id", "user"));
    schema.create(&mut identifier, [index("ix_user_identifier_user", &["user_id"])]).await?;
    let mut credential = schema.table("credential");
    credential
        .col(schema.id("id"))
        .col(schema.id("user_id"))
        .col(choice("kind"))
        .col(text("secret", 255))
        .col(time("created_at"))
        .col(time("last_used_at").null())
        .primary_key(&mut primary(&["user_id", "kind", "id"]))
        .foreign_key(&mut references("credential", "user_id", "user"));
    schema.create(&mut credential, []).await
}

async fn sessions(schema: &Schema<'_>) -> Result<(), DbErr> {
    let mut session = schema.table("session");
    session
        .col(schema.id("id").primary_key())
        .col(schema.id("user_id"))
        .col(bytes("refresh_hash", 32))
        .col(text("ip", 64))
        .col(text("user_agent", 200))
        .col(time("created_at"))
        .col(time("rotated_at"))
        .col(time("idle_expires_at"))
        .col(time("expires_at"))
        .col(time("revoked_at").null())
        .index(&mut unique("uq_session_refresh_hash", &["refresh_hash"]))
        .foreign_key(&mut references("session", "user_id", "user"));
    let indexes =
        [index("ix_session_user", &["user_id", "revoked_at"]), index("ix_session_expires", &["expires_at"])];
    schema.create(&mut session, indexes).await?;
    let mut used = schema.table("refresh_used");
    used.col(bytes("token_hash", 32).primary_key())
        .col(schema.id("session_id"))
        .col(time("used_at"))
        .foreign_key(&mut references("refresh_used", "session_id", "session"));
    schema.create(&mut used, [index("ix_refresh_used_session", &["session_id"])]).await
}

/// Rows that exist to be locked: what must not happen twice at once has a name here.
async fn locks(schema: &Schema<'_>, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    schema.create(schema.table("named_lock").col(text("name", 64).primary_key()), []).await?;
    let row = Query::insert()
        .into_table("named_lock")
        .columns(["name"])
        .values_panic(["registration".into()])
        .on_conflict(OnConflict::column("name").do_nothing_on(["name"]).to_owned())
        .to_owned();
    manager.execute(row).await
}
