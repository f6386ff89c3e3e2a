//! What is special about the SQLite file; what all databases do is in the store's contracts.

use kamachat_application::ports::PasswordHash;
use kamachat_domain::{
    Timestamp,
    accounts::{Account, Username},
};
use sea_orm::QueryResult;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;

async fn store() -> (TempDir, DbStore) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/kamachat.db", folder.path().display());
    let store = DbStore::connect(&url, DbOptions::default()).await.unwrap();
    store.migrate().await.unwrap();
    (folder, store)
}

fn account() -> Account {
    let name = Username::parse("ada").unwrap();
    Account::register(Uuid::from_u128(1).into(), name, None, None, false, Timestamp::UNIX_EPOCH)
}

async fn ask(connection: &DatabaseConnection, question: &str) -> Vec<QueryResult> {
    let question = Statement::from_string(DbBackend::Sqlite, question);
    connection.query_all_raw(question).await.unwrap()
}

#[tokio::test]
async fn a_commit_survives_a_power_cut() {
    let (_folder, store) = store().await;
    let setting = async |pragma: &str| -> Vec<String> {
        let rows = ask(&store.write, pragma).await;
        let text = |row: &QueryResult| {
            row.try_get_by_index::<String>(0)
                .or_else(|_| row.try_get_by_index::<i64>(0).map(|n| n.to_string()))
        };
        rows.iter().map(|row| text(row).unwrap()).collect()
    };
    assert_eq!(setting("PRAGMA journal_mode").await, ["wal"]);
    assert_eq!(setting("PRAGMA synchronous").await, ["2"], "FULL");
    assert_eq!(setting("PRAGMA foreign_keys").await, ["1"]);
    assert_eq!(setting("PRAGMA wal_autocheckpoint").await, ["20000"]);
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_file_and_its_log() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _store) = store().await;
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(Result::unwrap).collect();
    assert!(files.iter().any(|file| file.file_name() == "kamachat.db-wal"));
    for file in files {
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{file:?}");
    }
}

#[tokio::test]
async fn nothing_is_written_beside_the_one_writer() {
    let (_folder, store) = store().await;
    let beside = store.read().accounts().insert(&account(), &PasswordHash("a hash".into())).await;
    assert!(beside.is_err());
    let one = store.begin().await.unwrap();
    let waits = tokio::time::timeout(std::time::Duration::from_millis(50), store.begin()).await;
    assert!(waits.is_err(), "a second transaction waits for the first");
    drop(one);
    store.begin().await.unwrap().commit().await.unwrap();
}

#[tokio::test]
async fn the_schema_is_made_once_and_what_was_stored_is_there_after_a_restart() {
    let (folder, store) = store().await;
    let tx = store.begin().await.unwrap();
    tx.accounts().insert(&account(), &PasswordHash("a hash".into())).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await.unwrap();
    let url = format!("sqlite:{}/kamachat.db", folder.path().display());
    let store = DbStore::connect(&url, DbOptions::default()).await.unwrap();
    store.migrate().await.unwrap();
    assert!(store.read().accounts().any().await.unwrap());
}

#[tokio::test]
async fn a_checkpoint_makes_the_log_start_anew() {
    let (folder, store) = store().await;
    let log = folder.path().join("kamachat.db-wal");
    let append = async || {
        for n in 0..40_u128 {
            let name = Username::parse(&format!("user{n}-{}", log.metadata().unwrap().len())).unwrap();
            let id = Uuid::from_u128(n << 64 | u128::from(log.metadata().unwrap().len())).into();
            let account = Account::register(id, name, None, None, false, Timestamp::UNIX_EPOCH);
            let tx = store.begin().await.unwrap();
            tx.accounts().insert(&account, &PasswordHash("a hash".into())).await.unwrap();
            tx.commit().await.unwrap();
        }
    };
    append().await;
    let before = log.metadata().unwrap().len();
    store.checkpoint().await.unwrap();
    append().await;
    assert_eq!(log.metadata().unwrap().len(), before, "written over, not longer");
}

#[tokio::test]
async fn the_statements_of_a_batch_go_through_indexes() {
    let (_folder, store) = store().await;
    let plan = async |statement: String| -> String {
        let rows = ask(&store.read, &format!("EXPLAIN QUERY PLAN {statement}")).await;
        rows.iter().map(|row| row.try_get_by_index::<String>(3).unwrap() + "\n").collect()
    };
    let keys = [[Uuid::from_u128(1); 3]; 16];
    let by_keys = crate::messages::with_keys(&keys);
    let by_keys = plan(sea_orm::QueryTrait::build(&by_keys, DbBackend::Sqlite).to_string()).await;
    assert!(by_keys.contains("(conversation_id=? AND sender_id=? AND client_msg_id=?)"), "{by_keys}");
    assert!(!by_keys.contains("SCAN message"), "{by_keys}");
    let keys = [(Uuid::from_u128(1), Uuid::from_u128(2)); 16];
    let members = crate::conversations::with_keys(&keys);
    let members = plan(sea_orm::QueryTrait::build(&members, DbBackend::Sqlite).to_string()).await;
    assert!(members.contains("(conversation_id=? AND user_id=?)"), "{members}");
    assert!(!members.contains("SCAN membership"), "{members}");
}

#[tokio::test]
async fn a_url_of_another_database_is_refused_with_a_sentence() {
    for url in ["redis://localhost", "kamachat.db", ""] {
        let refused = DbStore::connect(url, DbOptions::default()).await;
        let Err(PortError::Refused(source)) = refused else { panic!("{url}: {refused:?}") };
        assert!(source.to_string().contains("sqlite:"), "{source}");
    }
}
