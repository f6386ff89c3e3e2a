//! Who knows whom, and who asked whom.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, bytes, choice, index, primary, text, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let mut contact = schema.table("contact");
        contact
            .col(schema.id("owner_id"))
            .col(schema.id("peer_id"))
            .col(schema.id("conversation_id").null())
            .col(time("created_at"))
            .primary_key(&mut primary(&["owner_id", "peer_id"]));
        schema.create(&mut contact, [index("ix_contact_peer", &["peer_id"])]).await?;
        let mut request = schema.table("friend_request");
        request
            .col(schema.id("id").primary_key())
            .col(schema.id("from_id"))
            .col(schema.id("to_id"))
            .col(bytes("pending_key", 32).null())
            .col(text("note", 255))
            .col(choice("state"))
            .col(time("created_at"))
            .col(time("decided_at").null())
            .col(schema.id("conversation_id").null())
            .index(&mut unique("uq_friend_request_pending", &["pending_key"]));
        // Ids rise with time, so these two serve the newest first.
        let indexes = [
            index("ix_friend_request_to", &["to_id", "id"]),
            index("ix_friend_request_from", &["from_id", "id"]),
        ];
        schema.create(&mut request, indexes).await
    }
}
