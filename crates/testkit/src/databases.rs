//! Databases for tests: each test has its own, on SQLite always and on the servers that are there.
//!
//! `KAMA_TEST_MARIADB_URL` and `KAMA_TEST_POSTGRES_URL` name the servers (`scripts/services start` prints
//! them). With `KAMA_TEST_REQUIRE_SERVICES=1` a missing one is a failure instead of a skipped test.

#![expect(clippy::expect_used, reason = "a test without its database fails loudly")]

use std::{
    future::Future,
    panic::{AssertUnwindSafe, resume_unwind},
};

use futures_util::FutureExt;
use kamachat_infrastructure::{
    DbOptions, DbStore,
    db::{create_database, drop_database},
};
use tempfile::TempDir;
use uuid::Uuid;

/// What a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    MariaDb,
    Postgres,
}

/// An empty database of its own. Call [`Self::remove`] at the end.
#[derive(Debug)]
pub struct TestDatabase {
    /// Where to connect.
    pub url: String,
    home: Home,
}

#[derive(Debug)]
enum Home {
    Folder(TempDir),
    Server { url: String, name: String },
}

impl TestDatabase {
    /// A new database, or `None` when its server is not there and need not be.
    pub async fn create(engine: Engine) -> Option<Self> {
        let variable = match engine {
            Engine::Sqlite => return Some(Self::sqlite()),
            Engine::MariaDb => "KAMA_TEST_MARIADB_URL",
            Engine::Postgres => "KAMA_TEST_POSTGRES_URL",
        };
        let Some(server) = environment(variable) else {
            assert!(
                environment("KAMA_TEST_REQUIRE_SERVICES").is_none_or(|v| v != "1"),
                "{variable} is not set"
            );
            return None;
        };
        let name = format!("kama_test_{}", unique());
        let url = create_database(&server, &name).await.expect("a database is created");
        Some(Self { url, home: Home::Server { url: server, name } })
    }

    /// A SQLite file in a folder of its own.
    #[must_use]
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite://{}", folder.path().join("kamachat.db").display());
        Self { url, home: Home::Folder(folder) }
    }

    /// A store on it, with the schema of today.
    pub async fn store(&self) -> DbStore {
        let store = DbStore::connect(&self.url, DbOptions::default()).await.expect("the database answers");
        store.migrate().await.expect("the schema is made");
        store
    }

    /// Takes it away.
    pub async fn remove(self) {
        match self.home {
            Home::Folder(folder) => folder.close().ok(),
            Home::Server { url, name } => drop_database(&url, &name).await.ok(),
        };
    }
}

/// Runs a test on its own database and removes it whatever the outcome.
pub async fn on<F: Future<Output = ()>>(engine: Engine, test: impl FnOnce(DbStore) -> F) {
    let Some(database) = TestDatabase::create(engine).await else {
        eprintln!("skipped: no {engine:?} server is named in the environment");
        return;
    };
    let store = database.store().await;
    let outcome = AssertUnwindSafe(test(store.clone())).catch_unwind().await;
    store.close().await.ok();
    database.remove().await;
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where the servers are")]
fn environment(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|value| !value.is_empty())
}

#[expect(clippy::disallowed_methods, reason = "test databases need names that nobody else has")]
fn unique() -> String {
    Uuid::new_v4().simple().to_string()
}
