//! The few places where the databases speak differently.

use sea_orm::{
    DbBackend,
    sea_query::{Expr, ExprTrait},
};

/// What a connection talks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Dialect(pub(crate) DbBackend);

impl Dialect {
    /// Asks for the database's time in Unix milliseconds: one BIGINT. In PostgreSQL it is the time of the
    /// statement and not the start of its transaction, which may have waited for a lock.
    pub(crate) fn now_ms(self) -> &'static str {
        match self.0 {
            DbBackend::MySql => "SELECT CAST(FLOOR(UNIX_TIMESTAMP(NOW(3)) * 1000) AS SIGNED)",
            DbBackend::Postgres => {
                "SELECT CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)"
            }
            _ => "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER)",
        }
    }

    /// An exact integer out of a sum, which MariaDB and PostgreSQL answer as a decimal.
    pub(crate) fn integer(self, sum: Expr) -> Expr {
        match self.0 {
            DbBackend::MySql => sum.cast_as("SIGNED"),
            _ => sum.cast_as("BIGINT"),
        }
    }

    /// Makes changes of the schema by several nodes wait for each other, until the connection closes.
    /// SQLite has one writer anyway.
    pub(crate) fn migration_lock(self) -> Option<&'static str> {
        match self.0 {
            DbBackend::MySql => Some("SELECT GET_LOCK('kamachat_migration', 600)"),
            DbBackend::Postgres => Some("SELECT pg_advisory_lock(7210842960)"),
            _ => None,
        }
    }

    /// Writes the log of SQLite back into its file without making anybody wait.
    pub(crate) fn checkpoint(self) -> Option<&'static str> {
        (self.0 == DbBackend::Sqlite).then_some("PRAGMA wal_checkpoint(PASSIVE)")
    }
}
