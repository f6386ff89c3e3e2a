//! What messages are found by, and how far each conversation is indexed.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::schema::{Schema, choice, number, time, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        let mut position = schema.table("search_position");
        position.col(schema.id("conversation_id").primary_key()).col(number("seq")).col(number("rev"));
        schema.create(&mut position, []).await?;
        let mut search = schema.table("message_search");
        search
            .col(order(manager.get_database_backend()))
            .col(schema.id("conversation_id"))
            .col(number("seq"))
            .col(schema.id("sender_id"))
            .col(choice("kind"))
            .col(time("created_at"))
            .col(schema.long_text("tokens"))
            .index(&mut unique("uq_message_search_seq", &["conversation_id", "seq"]));
        schema.create(&mut search, []).await?;
        full_text(manager).await
    }
}

/// The message's own `no`: hits come in the order of storing. In SQLite it is the row id itself.
fn order(backend: DbBackend) -> ColumnDef {
    let mut column = ColumnDef::new("no");
    match backend {
        DbBackend::Sqlite => column.integer(),
        _ => column.big_integer(),
    };
    column.not_null().primary_key().take()
}

/// Each database's own index over the tokens, which are plain words for all of them. With `prefix` SQLite keeps what
/// begins like one character of Chinese or up to four letters as if it were a word: else it gathers all of that first.
async fn full_text(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let statements: &[&str] = match manager.get_database_backend() {
        DbBackend::MySql if manager.has_index("message_search", "ft_message_search").await? => &[],
        DbBackend::MySql => &["ALTER TABLE message_search ADD FULLTEXT INDEX ft_message_search (tokens)"],
        DbBackend::Postgres => &["CREATE INDEX IF NOT EXISTS ft_message_search ON message_search \
             USING gin (array_to_tsvector(string_to_array(tokens, ' ')))"],
        _ => &[
            "CREATE VIRTUAL TABLE IF NOT EXISTS message_search_fts USING fts5(\
             tokens, content='message_search', content_rowid='no', tokenize='ascii', detail='none', prefix='3 4 5 6')",
            "CREATE TRIGGER IF NOT EXISTS message_search_in AFTER INSERT ON message_search BEGIN \
             INSERT INTO message_search_fts(rowid, tokens) VALUES (new.no, new.tokens); END",
            "CREATE TRIGGER IF NOT EXISTS message_search_out AFTER DELETE ON message_search BEGIN \
             INSERT INTO message_search_fts(message_search_fts, rowid, tokens) \
             VALUES ('delete', old.no, old.tokens); END",
        ],
    };
    for statement in statements {
        connection.execute_unprepared(statement).await?;
    }
    Ok(())
}
