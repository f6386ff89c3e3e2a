//! What happens to messages after they were sent, and what a member hides from himself.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, index, number, primary, text, time};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let message = "message";
        schema.add_column(message, "edited_at", time("edited_at").null().take()).await?;
        schema.add_column(message, "version", number("version").default(0).take()).await?;
        schema.add_column(message, "recalled_by", schema.id("recalled_by").null().take()).await?;
        let pinned = ColumnDef::new("pinned").boolean().not_null().default(false).take();
        schema.add_column(message, "pinned", pinned).await?;
        schema.add_column(message, "reactions", schema.long_text("reactions").null().take()).await?;
        schema.add_column("membership", "cleared_seq", number("cleared_seq").default(0).take()).await?;
        details(&schema).await?;
        hidden(&schema).await
    }
}

/// What is shown only to who asks for it.
async fn details(schema: &Schema<'_>) -> Result<(), DbErr> {
    let mut edit = schema.table("message_edit");
    edit.col(schema.id("conversation_id"))
        .col(number("seq"))
        .col(number("version"))
        .col(schema.long_text("body"))
        .col(time("edited_at"))
        .index(&mut primary(&["conversation_id", "seq", "version"]));
    schema.create(&mut edit, []).await?;
    let mut reaction = schema.table("message_reaction");
    reaction
        .col(schema.id("conversation_id"))
        .col(number("seq"))
        .col(schema.id("user_id"))
        .col(text("emoji", 64))
        .col(time("created_at"))
        .index(&mut primary(&["conversation_id", "seq", "user_id", "emoji"]));
    schema
        .create(&mut reaction, [index("ix_message_reaction_user", &["user_id", "conversation_id", "seq"])])
        .await?;
    let mut pin = schema.table("message_pin");
    pin.col(schema.id("conversation_id"))
        .col(number("seq"))
        .col(schema.id("by_id"))
        .col(time("created_at"))
        .index(&mut primary(&["conversation_id", "seq"]));
    schema.create(&mut pin, []).await
}

async fn hidden(schema: &Schema<'_>) -> Result<(), DbErr> {
    let mut hide = schema.table("message_hide");
    hide.col(schema.id("user_id"))
        .col(schema.id("conversation_id"))
        .col(number("seq"))
        .col(time("created_at"))
        .index(&mut primary(&["user_id", "conversation_id", "seq"]));
    schema.create(&mut hide, [index("ix_message_hide_message", &["conversation_id", "seq"])]).await
}
