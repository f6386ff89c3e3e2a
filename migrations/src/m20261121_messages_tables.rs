//! Messages, and those that could not be stored.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, bytes, choice, index, number, text, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        // New rows go to the end of the table: several times faster than a table ordered by conversation.
        let mut message = schema.table("message");
        message
            .col(schema.append_order("no"))
            .col(schema.id("conversation_id"))
            .col(number("seq"))
            .col(schema.id("id"))
            .col(schema.id("sender_id"))
            .col(schema.id("client_msg_id"))
            .col(bytes("body_hash", 32))
            .col(choice("kind"))
            .col(schema.long_text("body"))
            .col(number("cnt"))
            .col(number("rev").null())
            .col(time("created_at"))
            .index(&mut unique("uq_message_seq", &["conversation_id", "seq"]))
            .index(&mut unique("uq_message_id", &["id"]))
            .index(&mut unique("uq_message_client", &["conversation_id", "sender_id", "client_msg_id"]));
        schema
            .create(&mut message, [schema.sparse("ix_message_rev", &["conversation_id", "rev"], "rev")])
            .await?;
        let mut letter = schema.table("dead_letter");
        letter
            .col(schema.append_order("no"))
            .col(text("source", 32))
            .col(text("reason", 500))
            .col(schema.long_text("payload"))
            .col(time("created_at"));
        schema.create(&mut letter, [index("ix_dead_letter_created", &["created_at"])]).await
    }
}
