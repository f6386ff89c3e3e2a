//! The second factor, its recovery codes, and how sure a session is.

use sea_orm_migration::prelude::*;

use crate::schema::{Schema, bytes, choice, number, primary, references, time};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let schema = Schema::of(manager);
        schema.add_column("session", "aal", choice("aal").default(1).take()).await?;
        let mut factor = schema.table("second_factor");
        factor
            .col(schema.id("user_id").primary_key())
            .col(bytes("sealed", 48))
            .col(time("confirmed_at").null())
            .col(number("last_step"))
            .col(number("known_failures"))
            .col(time("known_blocked_until").null())
            .col(number("elsewhere_failures"))
            .col(time("elsewhere_blocked_until").null())
            .col(time("created_at"))
            .foreign_key(&mut references("second_factor", "user_id", "user"));
        schema.create(&mut factor, []).await?;
        let mut code = schema.table("recovery_code");
        code.col(schema.id("user_id"))
            .col(bytes("code_hash", 32))
            .col(time("used_at").null())
            .primary_key(&mut primary(&["user_id", "code_hash"]))
            .foreign_key(&mut references("recovery_code", "user_id", "user"));
        schema.create(&mut code, []).await
    }
}
