//! One connection or transaction with every repository on it.

use std::time::Duration;

use async_trait::async_trait;
use kamachat_application::{
    ports::PortError,
    store::{
        AccountRepository, BlockRepository, CodeChallengeRepository, ContactRepository,
        ConversationRepository, EmailRepository, ExportRepository, ExternalIdentityRepository,
        FeedRepository, GroupEntryRepository, GroupRepository, InviteRepository, JobRepository,
        MessageChangeRepository, MessageRepository, PhoneRepository, PresenceRepository, Repositories,
        SecondFactorRepository, SessionRepository, SettingRepository, Transaction,
    },
};
use kamachat_domain::{
    Timestamp,
    planted::{self, Defect},
};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, EntityTrait, QuerySelect, Select, Statement, StatementBuilder,
};

use super::{dialect::Dialect, failed, values};

/// Implements the repositories on a pool or on a transaction. Their code is in the folder of each feature.
#[derive(Debug)]
pub struct Session<C> {
    conn: C,
    dialect: Dialect,
    /// Whether locks can be held, that is whether this is a transaction.
    locking: bool,
}

impl<C: ConnectionTrait> Session<C> {
    /// Reads outside a transaction.
    pub(super) fn reading(conn: C) -> Self {
        Self { dialect: Dialect(conn.get_database_backend()), conn, locking: false }
    }

    /// A transaction.
    pub(super) fn writing(conn: C) -> Self {
        Self { dialect: Dialect(conn.get_database_backend()), conn, locking: true }
    }

    pub(crate) fn conn(&self) -> &C {
        &self.conn
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Adds `FOR UPDATE` where the database has it and a transaction would hold it. SQLite's transactions
    /// hold the write lock from their start.
    pub(crate) fn locked<E: EntityTrait>(&self, select: Select<E>) -> Select<E> {
        if self.locking { select.lock_exclusive() } else { select }
    }

    /// Runs a statement; answers how many rows it found.
    pub(crate) async fn run(&self, statement: &impl StatementBuilder) -> Result<u64, PortError> {
        let built = self.conn.get_database_backend().build(statement);
        Ok(self.conn.execute_raw(built).await.map_err(failed)?.rows_affected())
    }
}

#[async_trait]
impl<C: ConnectionTrait + Send + Sync + 'static> Repositories for Session<C> {
    fn accounts(&self) -> &dyn AccountRepository {
        self
    }

    fn sessions(&self) -> &dyn SessionRepository {
        self
    }

    fn invites(&self) -> &dyn InviteRepository {
        self
    }

    fn emails(&self) -> &dyn EmailRepository {
        self
    }

    fn second_factors(&self) -> &dyn SecondFactorRepository {
        self
    }

    fn external(&self) -> &dyn ExternalIdentityRepository {
        self
    }

    fn presence(&self) -> &dyn PresenceRepository {
        self
    }

    fn phones(&self) -> &dyn PhoneRepository {
        self
    }

    fn codes(&self) -> &dyn CodeChallengeRepository {
        self
    }

    fn settings(&self) -> &dyn SettingRepository {
        self
    }

    fn exports(&self) -> &dyn ExportRepository {
        self
    }

    fn contacts(&self) -> &dyn ContactRepository {
        self
    }

    fn blocks(&self) -> &dyn BlockRepository {
        self
    }

    fn conversations(&self) -> &dyn ConversationRepository {
        self
    }

    fn messages(&self) -> &dyn MessageRepository {
        self
    }

    fn message_changes(&self) -> &dyn MessageChangeRepository {
        self
    }

    fn groups(&self) -> &dyn GroupRepository {
        self
    }

    fn group_entries(&self) -> &dyn GroupEntryRepository {
        self
    }

    fn feed(&self) -> &dyn FeedRepository {
        self
    }

    fn jobs(&self) -> &dyn JobRepository {
        self
    }

    async fn now(&self) -> Result<Timestamp, PortError> {
        let backend = self.conn.get_database_backend();
        let query = Statement::from_string(backend, self.dialect.now_ms());
        let row = self.conn.query_one_raw(query).await.map_err(failed)?;
        let row = row.ok_or(PortError::Corrupt("the database does not tell the time"))?;
        values::time(row.try_get_by_index(0).map_err(failed)?)
    }
}

#[async_trait]
impl Transaction for Session<DatabaseTransaction> {
    async fn commit(self: Box<Self>) -> Result<(), PortError> {
        if planted::marked(Defect::AckBeforeCommit) {
            #[expect(clippy::disallowed_methods, reason = "a defect may do this")]
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(60)).await;
                self.conn.commit().await
            });
            return Ok(());
        }
        self.conn.commit().await.map_err(failed)
    }
}
