//! The database schema of KamaChat, one file a change, for SQLite, MariaDB/MySQL and PostgreSQL.
//!
//! A change is only ever added: old and new nodes may run together, so a column is first added, then used,
//! and dropped in a later release. Nothing here knows the other crates. Start with [`schema`], which says how
//! our types look in each dialect.

mod m20261121_accounts_devices;
mod m20261121_accounts_invites;
mod m20261121_accounts_tables;
mod m20261121_contacts_tables;
mod m20261121_conversations_tables;
mod m20261121_feed_tables;
mod m20261121_messages_tables;
mod m20261122_accounts_profile;
mod m20261122_accounts_second_factor;
mod m20261123_accounts_avatar;
mod m20261123_accounts_email;
mod m20261123_accounts_external;
mod m20261123_accounts_leaving;
mod m20261123_accounts_phone;
mod m20261123_accounts_presence;
mod m20261123_conversations_receipts;
mod m20261123_jobs_tables;
mod m20261124_contacts_blocks;
mod m20261124_groups_members;
mod m20261124_groups_tables;
mod m20261125_conversations_settings;
mod m20261125_groups_picture;
mod m20261125_messages_changes;
mod m20261125_messages_forwarded;
mod m20261125_messages_refs;
mod m20261125_search_tables;
mod m20261126_admin_reports;
pub mod schema;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::{MigrationTrait, async_trait};

/// Every change, in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_accounts_tables::Migration),
            Box::new(m20261121_contacts_tables::Migration),
            Box::new(m20261121_conversations_tables::Migration),
            Box::new(m20261121_messages_tables::Migration),
            Box::new(m20261121_feed_tables::Migration),
            Box::new(m20261121_accounts_invites::Migration),
            Box::new(m20261121_accounts_devices::Migration),
            Box::new(m20261122_accounts_second_factor::Migration),
            Box::new(m20261122_accounts_profile::Migration),
            Box::new(m20261123_jobs_tables::Migration),
            Box::new(m20261123_conversations_receipts::Migration),
            Box::new(m20261123_accounts_email::Migration),
            Box::new(m20261123_accounts_avatar::Migration),
            Box::new(m20261123_accounts_leaving::Migration),
            Box::new(m20261123_accounts_external::Migration),
            Box::new(m20261123_accounts_presence::Migration),
            Box::new(m20261123_accounts_phone::Migration),
            Box::new(m20261124_contacts_blocks::Migration),
            Box::new(m20261124_groups_members::Migration),
            Box::new(m20261124_groups_tables::Migration),
            Box::new(m20261125_conversations_settings::Migration),
            Box::new(m20261125_messages_refs::Migration),
            Box::new(m20261125_groups_picture::Migration),
            Box::new(m20261125_messages_changes::Migration),
            Box::new(m20261125_messages_forwarded::Migration),
            Box::new(m20261125_search_tables::Migration),
            Box::new(m20261126_admin_reports::Migration),
        ]
    }
}
