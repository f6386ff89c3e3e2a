//! Who knows whom, and who asked whom.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, bytes, choice, primary, text, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        schema
            .create(
                schema
                    .table("contact")
                    .col(schema.id("owner_id"))
                    .col(schema.id("peer_id"))
                    .col(schema.id("conversation_id").null())
                    .col(time("created_at"))
                    .primary_key(&mut primary(&["owner_id", "peer_id"])),
            )
            .await?;
        schema.index("contact", "ix_contact_peer", &["peer_id"]).await?;
        schema
            .create(
                schema
                    .table("friend_request")
                    .col(schema.id("id").primary_key())
                    .col(schema.id("from_id"))
                    .col(schema.id("to_id"))
                    .col(bytes("pending_key", 32).null())
                    .col(text("note", 255))
                    .col(choice("state"))
                    .col(time("created_at"))
                    .col(time("decided_at").null())
                    .col(schema.id("conversation_id").null())
                    .index(&mut unique("uq_friend_request_pending", &["pending_key"])),
            )
            .await?;
        // Ids rise with time, so these two serve the newest first.
        schema.index("friend_request", "ix_friend_request_to", &["to_id", "id"]).await?;
        schema.index("friend_request", "ix_friend_request_from", &["from_id", "id"]).await
    }
}
