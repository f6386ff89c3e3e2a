//! Heads of conversations and what each member has read of them.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, bytes, choice, index, number, primary, references, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let mut head = schema.table("conversation");
        head.col(schema.id("id").primary_key())
            .col(choice("kind"))
            .col(choice("state"))
            .col(bytes("direct_key", 32).null())
            .col(number("last_seq"))
            .col(number("last_cnt"))
            .col(number("last_rev"))
            .col(number("member_rev"))
            .col(schema.id("last_message_id").null())
            .col(time("last_activity_at"))
            .col(time("updated_at"))
            .col(time("created_at"))
            .index(&mut unique("uq_conversation_direct_key", &["direct_key"]));
        schema.create(&mut head, [index("ix_conversation_updated", &["updated_at"])]).await?;
        let mut membership = schema.table("membership");
        membership
            .col(schema.id("conversation_id"))
            .col(schema.id("user_id"))
            .col(choice("state"))
            .col(number("visible_from"))
            .col(number("left_seq").null())
            .col(number("read_seq"))
            .col(number("read_cnt"))
            .col(number("own_cnt"))
            .col(number("delivered_seq"))
            .primary_key(&mut primary(&["conversation_id", "user_id"]))
            .foreign_key(&mut references("membership", "conversation_id", "conversation"));
        let by_user = index("ix_membership_user", &["user_id", "state", "conversation_id"]);
        schema.create(&mut membership, [by_user]).await
    }
}
