//! What groups are, who wants to come in, and invitations.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, bytes, choice, index, number, references, text, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let mut info = schema.table("group_info");
        info.col(schema.id("conversation_id").primary_key())
            .col(text("name", 64))
            .col(text("name_key", 255))
            .col(text("notice", 2000).null())
            .col(time("notice_at").null())
            .col(schema.id("notice_by").null())
            .col(schema.id("owner_id"))
            .col(choice("join_policy"))
            .col(choice("history_policy"))
            .col(number("max_members"))
            .col(number("member_count"))
            .col(choice("who_may_invite"))
            .col(choice("who_may_pin"))
            .col(choice("who_may_mention_all"))
            .col(ColumnDef::new("searchable").boolean().not_null().take())
            .col(ColumnDef::new("faces").var_binary(144).not_null().take())
            .col(time("created_at"))
            .foreign_key(&mut references("group_info", "conversation_id", "conversation"));
        let indexes = [
            index("ix_group_info_owner", &["owner_id"]),
            index("ix_group_info_search", &["searchable", "member_count"]),
        ];
        schema.create(&mut info, indexes).await?;
        requests(&schema).await?;
        invites(&schema).await
    }
}

async fn requests(schema: &Schema<'_>) -> Result<(), DbErr> {
    let mut request = schema.table("group_request");
    request
        .col(schema.id("id").primary_key())
        .col(schema.id("conversation_id"))
        .col(schema.id("user_id"))
        .col(bytes("pending_key", 32).null())
        .col(schema.id("invited_by").null())
        .col(text("note", 200))
        .col(choice("state"))
        .col(time("created_at"))
        .col(schema.id("decided_by").null())
        .col(time("decided_at").null())
        .index(&mut unique("uq_group_request_pending", &["pending_key"]))
        .foreign_key(&mut references("group_request", "conversation_id", "conversation"));
    let waiting = index("ix_group_request_waiting", &["conversation_id", "state", "id"]);
    schema.create(&mut request, [waiting]).await
}

async fn invites(schema: &Schema<'_>) -> Result<(), DbErr> {
    let mut invite = schema.table("group_invite");
    invite
        .col(schema.id("id").primary_key())
        .col(schema.id("conversation_id"))
        .col(bytes("code_hash", 32))
        .col(schema.id("created_by"))
        .col(number("max_uses").null())
        .col(number("uses"))
        .col(time("created_at"))
        .col(time("expires_at"))
        .col(time("revoked_at").null())
        .index(&mut unique("uq_group_invite_code", &["code_hash"]))
        .foreign_key(&mut references("group_invite", "conversation_id", "conversation"));
    schema.create(&mut invite, [index("ix_group_invite_group", &["conversation_id", "id"])]).await
}
