//! The store: connections, transactions, the schema and SQLite's log.

use async_trait::async_trait;
use kamachat_application::{
    ports::PortError,
    store::{Repositories, Store, Transaction},
};
use kamachat_domain::planted::{self, Defect};
use kamachat_migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectionTrait, Database, DatabaseConnection, DbBackend, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};

use super::{DbOptions, Session, dialect::Dialect, failed, options};

/// What [`Defect::SeqReuseAfterRestart`] does.
const FORGET_THE_NEWEST: &str = "DELETE FROM message WHERE seq = \
     (SELECT last_seq FROM conversation WHERE id = message.conversation_id); \
     UPDATE conversation SET last_seq = last_seq - 1 WHERE last_seq > 0;";

/// A database, chosen by the scheme of its URL: `sqlite:`, `mysql:` or `mariadb:`, `postgres:`.
///
/// SQLite has one connection that writes, so that whoever begins a transaction waits in line instead of being
/// told that the file is busy, and a pool that reads.
#[derive(Clone)]
pub struct DbStore {
    url: String,
    options: DbOptions,
    dialect: Dialect,
    read: DatabaseConnection,
    write: DatabaseConnection,
    checkpoint: Option<DatabaseConnection>,
}

impl DbStore {
    /// Connects. A SQLite file is created when it is missing, readable by its owner only; its folder is not. The schema is left as it is:
    /// see [`Self::migrate`].
    ///
    /// # Errors
    /// [`PortError::Refused`] for a URL of another kind, else what keeps the database from answering.
    pub async fn connect(url: &str, options: DbOptions) -> Result<Self, PortError> {
        let backend = options::backend(url).ok_or_else(|| {
            PortError::Refused("a database URL starts with sqlite:, mysql:, mariadb: or postgres:".into())
        })?;
        let (write, read, checkpoint) = if backend == DbBackend::Sqlite {
            options::make_private(url);
            let open = |purpose| Database::connect(options::sqlite(url, &options, purpose));
            // The writer first: it creates the file.
            let write = open(options::Use::Write).await.map_err(failed)?;
            let read = open(options::Use::Read).await.map_err(failed)?;
            let checkpoint = open(options::Use::Checkpoint).await.map_err(failed)?;
            (write, read, Some(checkpoint))
        } else {
            let pool = Database::connect(options::server(url, backend, &options)).await.map_err(failed)?;
            (pool.clone(), pool, None)
        };
        Ok(Self { url: url.to_owned(), options, dialect: Dialect(backend), read, write, checkpoint })
    }

    /// Brings the schema up to date. Nodes that start together wait for each other.
    ///
    /// # Errors
    /// What the database says.
    pub async fn migrate(&self) -> Result<(), PortError> {
        let connect = options::migrating(&self.url, self.dialect.0, &self.options);
        let connection = Database::connect(connect).await.map_err(failed)?;
        if let Some(lock) = self.dialect.migration_lock() {
            connection.execute_unprepared(lock).await.map_err(failed)?;
        }
        let done = Migrator::up(&connection, None).await.map_err(failed);
        if planted::is(Defect::SeqReuseAfterRestart) {
            connection.execute_unprepared(FORGET_THE_NEWEST).await.map_err(failed)?;
        }
        connection.close().await.map_err(failed)?;
        done
    }

    /// Writes SQLite's log back into the file, beside the writer; nothing on other databases. To be called
    /// every few seconds: the log is short then, and the writer never has to do it in the middle of a batch.
    ///
    /// # Errors
    /// What the database says; trying again later is fine.
    pub async fn checkpoint(&self) -> Result<(), PortError> {
        let (Some(connection), Some(statement)) = (&self.checkpoint, self.dialect.checkpoint()) else {
            return Ok(());
        };
        let statement = Statement::from_string(self.dialect.0, statement);
        connection.query_one_raw(statement).await.map_err(failed)?;
        Ok(())
    }

    /// Whether this is a file that only this process writes to, which decides the queue in front of it.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.dialect.0 == DbBackend::Sqlite
    }

    /// Closes all connections; a last checkpoint makes SQLite's next start short.
    ///
    /// # Errors
    /// What the database says.
    pub async fn close(&self) -> Result<(), PortError> {
        self.read.close_by_ref().await.map_err(failed)?;
        if let Some(checkpoint) = &self.checkpoint {
            checkpoint.close_by_ref().await.map_err(failed)?;
        }
        self.write.close_by_ref().await.map_err(failed)
    }
}

/// Without the URL, which may hold a password.
impl std::fmt::Debug for DbStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DbStore").field("dialect", &self.dialect).finish_non_exhaustive()
    }
}

#[async_trait]
impl Store for DbStore {
    fn read(&self) -> Box<dyn Repositories> {
        Box::new(Session::reading(self.read.clone()))
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, PortError> {
        let immediate = (self.dialect.0 == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: immediate, ..Default::default() };
        let transaction = self.write.begin_with_options(options).await.map_err(failed)?;
        Ok(Box::new(Session::writing(transaction)))
    }

    async fn ping(&self) -> Result<(), PortError> {
        self.read.ping().await.map_err(failed)
    }
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
