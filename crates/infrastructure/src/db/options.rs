//! How connections are opened.

use std::time::Duration;

use sea_orm::{
    ConnectOptions, DbBackend,
    sqlx::{
        Executor,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};

/// Limits of the connections to a database.
#[derive(Clone, Debug)]
pub struct DbOptions {
    /// Connections to a MariaDB/MySQL or PostgreSQL server, at most.
    pub connections: u32,
    /// Connections that read from a SQLite file. There is always exactly one that writes.
    pub sqlite_readers: u32,
    /// How long to wait for a connection.
    pub acquire_timeout: Duration,
    /// How long a statement may take on a server before it is cut off.
    pub statement_timeout: Duration,
    /// How long SQLite waits for another process that holds the file.
    pub busy_timeout: Duration,
}

impl Default for DbOptions {
    fn default() -> Self {
        Self {
            connections: 16,
            sqlite_readers: 4,
            acquire_timeout: Duration::from_secs(2),
            statement_timeout: Duration::from_secs(5),
            busy_timeout: Duration::from_secs(5),
        }
    }
}

/// What a connection to a SQLite file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Write,
    Read,
    /// Writes the log back into the file.
    Checkpoint,
}

/// Prepared statements kept by a connection: the batch statements have about ten lengths each.
const STATEMENTS: usize = 256;
/// The log may grow to 80 MB before the writer itself has to write it back; a worker does it earlier.
const LOG_PAGES: &str = "20000";

/// The dialect that a URL asks for.
pub(super) fn backend(url: &str) -> Option<DbBackend> {
    match url.split_once(':')?.0 {
        "sqlite" => Some(DbBackend::Sqlite),
        "mysql" | "mariadb" => Some(DbBackend::MySql),
        "postgres" | "postgresql" => Some(DbBackend::Postgres),
        _ => None,
    }
}

/// Creates a SQLite file before SQLite does, for the owner's eyes only: it holds everybody's messages. SQLite
/// gives its log the same mode. What goes wrong here goes wrong again when it is opened, with a better message.
pub(super) fn make_private(url: &str) {
    let Ok(file) = url.parse::<SqliteConnectOptions>() else { return };
    if url.contains(":memory:") || url.contains("mode=memory") {
        return;
    }
    let mut create = std::fs::OpenOptions::new();
    create.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut create, 0o600);
    create.open(file.get_filename()).ok();
}

/// A file that survives a power cut: WAL, and `synchronous=FULL` because an ack promises a durable commit.
pub(super) fn sqlite(url: &str, options: &DbOptions, purpose: Use) -> ConnectOptions {
    let mut connect = common(url, options);
    let busy = options.busy_timeout;
    connect
        .max_connections(if purpose == Use::Read { options.sqlite_readers.max(1) } else { 1 })
        // Writers queue for the one connection as they would for the file.
        .acquire_timeout(if purpose == Use::Write {
            busy.max(options.acquire_timeout)
        } else {
            options.acquire_timeout
        })
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_lazy(purpose == Use::Checkpoint)
        .map_sqlx_sqlite_opts(move |file| {
            let file = file
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(busy)
                .foreign_keys(true)
                .statement_cache_capacity(STATEMENTS)
                .pragma("temp_store", "memory")
                .pragma("cache_size", "-16384")
                .pragma("mmap_size", "268435456")
                .pragma("journal_size_limit", "134217728");
            match purpose {
                Use::Write => file.pragma("wal_autocheckpoint", LOG_PAGES),
                Use::Read => file.pragma("query_only", "on"),
                Use::Checkpoint => file.pragma("wal_autocheckpoint", "0"),
            }
        });
    connect
}

/// A server, with READ COMMITTED and time limits for each connection.
pub(super) fn server(url: &str, backend: DbBackend, options: &DbOptions) -> ConnectOptions {
    let url = url.replacen("mariadb://", "mysql://", 1);
    let mut connect = common(&url, options);
    let seconds = options.statement_timeout.as_secs().max(1);
    connect
        .max_connections(options.connections.max(2))
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .idle_timeout(Duration::from_secs(300));
    match backend {
        DbBackend::MySql => {
            connect.map_sqlx_mysql_opts(|server| server.statement_cache_capacity(STATEMENTS));
            connect.map_sqlx_mysql_pool_opts(move |pool| {
                pool.after_connect(move |connection, _| {
                    Box::pin(async move {
                        for statement in mysql_session(seconds) {
                            connection.execute(sea_orm::sqlx::AssertSqlSafe(statement)).await?;
                        }
                        Ok(())
                    })
                })
            });
        }
        _ => {
            connect.map_sqlx_postgres_opts(move |server| {
                server.statement_cache_capacity(STATEMENTS).application_name("kamachat").options([
                    ("default_transaction_isolation", "read committed".to_owned()),
                    ("statement_timeout", format!("{seconds}s")),
                    ("idle_in_transaction_session_timeout", "60s".to_owned()),
                ])
            });
        }
    }
    connect
}

/// MariaDB and MySQL name the statement time limit differently; the comment form hides each from the other.
fn mysql_session(seconds: u64) -> [String; 3] {
    [
        "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED".to_owned(),
        format!(
            "SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES'), innodb_lock_wait_timeout = {seconds}"
        ),
        format!(
            "SET SESSION /*M!100100 max_statement_time = {seconds}, */ /*!50700 max_execution_time = {}, */ wait_timeout = 28800",
            seconds * 1000
        ),
    ]
}

/// One connection without time limits, for changes of the schema.
pub(super) fn migrating(url: &str, backend: DbBackend, options: &DbOptions) -> ConnectOptions {
    if backend == DbBackend::Sqlite {
        return sqlite(url, options, Use::Write);
    }
    let mut connect = common(&url.replacen("mariadb://", "mysql://", 1), options);
    connect.max_connections(1).idle_timeout(None).max_lifetime(None);
    connect
}

fn common(url: &str, options: &DbOptions) -> ConnectOptions {
    let mut connect = ConnectOptions::new(url);
    connect
        .min_connections(0)
        .acquire_timeout(options.acquire_timeout)
        .connect_timeout(options.acquire_timeout)
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    connect
}
