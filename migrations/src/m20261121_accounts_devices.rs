//! What people call their devices and when those were last seen; and password hashes say whether they are
//! ours, because hashes of other systems can be imported.

use sea_orm_migration::{prelude::*, sea_orm::DbBackend};

use crate::schema::{Schema, text, time};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        schema.column("session", "name", text("name", 64).null().take()).await?;
        schema.column("session", "last_seen_at", time("last_seen_at").null().take()).await?;
        mark_own_hashes(manager).await
    }
}

/// Until now every hash was ours. Running it again finds nothing more to mark.
async fn mark_own_hashes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let marked = match manager.get_database_backend() {
        DbBackend::MySql => "CONCAT('keyed:', secret)",
        _ => "'keyed:' || secret",
    };
    let update = Query::update()
        .table("credential")
        .value("secret", Expr::cust(marked))
        .and_where(Expr::col("kind").eq(1))
        .and_where(Expr::col("secret").like("$2b$%"))
        .to_owned();
    manager.execute(update).await
}
