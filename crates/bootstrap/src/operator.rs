//! What an operator does at the server's own machine, beside a running server or without one.

use std::sync::Arc;

use kamachat_application::{
    accounts::{Accounts, Appointed},
    admin::told_report,
    jobs::{JobState, StoredJob},
    ports::{Bus, Ids, RateLimiter},
    search::SearchIndexer,
    store::Store,
};
use kamachat_domain::{
    Limit,
    accounts::{AccountError, InviteCode, RegistrationInvite},
    admin::ReportState,
    ids::{JobId, ReportId},
};
use kamachat_infrastructure::{DbStore, Keys, MemoryBus, SystemIds};

use crate::{
    Config, StartError, adapters,
    folder::{DataFolder, FolderError},
    runtime,
};

/// An administrator, and the password if one was made.
#[derive(Debug)]
pub struct NewAdmin {
    pub appointed: Appointed,
    pub generated: Option<Secret>,
}

/// A secret to be shown once. Not printed by `Debug`.
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// Makes or promotes an administrator. A new one without a password gets one that is made here.
///
/// # Errors
/// [`StartError`]; in particular while a server runs on the database in the data folder.
pub async fn create_admin(
    config: &Config,
    username: &str,
    password: Option<String>,
) -> Result<NewAdmin, StartError> {
    let _folder = match DataFolder::open(&config.data_dir) {
        // A database server is written to by many.
        Err(FolderError::InUse(_)) if !is_embedded(config) => None,
        folder => Some(folder?),
    };
    let (store, accounts) = open(config, true).await?;
    let generated = password.is_none().then(|| InviteCode::from_secret(SystemIds.secret()).to_string());
    // Promoting leaves a password alone; one is made only for an account that has none.
    let appointed = match accounts.appoint_admin(username, password).await {
        Err(kamachat_application::Error::Account(AccountError::PasswordRequired)) => {
            accounts.appoint_admin(username, generated.clone()).await
        }
        appointed => appointed,
    };
    store.close().await?;
    let appointed = appointed?;
    let generated = generated.filter(|_| appointed.created).map(Secret);
    Ok(NewAdmin { appointed, generated })
}

/// The jobs that wait and those that were given up.
///
/// # Errors
/// [`StartError`].
pub async fn jobs(config: &Config) -> Result<Vec<StoredJob>, StartError> {
    let store = connect(config).await?;
    let mut found = Vec::new();
    for state in [JobState::Waiting, JobState::Dead] {
        found.extend(store.read().jobs().list(state, None, Limit::max()).await?);
    }
    store.close().await?;
    Ok(found)
}

/// Lets a job that was given up begin anew; `false` when there is none of that id.
///
/// # Errors
/// [`StartError`].
pub async fn retry_job(config: &Config, id: &str) -> Result<bool, StartError> {
    let Ok(id) = id.parse::<JobId>() else { return Ok(false) };
    let store = connect(config).await?;
    let tx = store.begin().await?;
    let revived = tx.jobs().revive(id, tx.now().await?).await?;
    tx.commit().await?;
    store.close().await?;
    Ok(revived)
}

/// The open reports, the oldest first, each told as JSON.
///
/// # Errors
/// [`StartError`].
pub async fn reports(config: &Config) -> Result<Vec<String>, StartError> {
    let store = connect(config).await?;
    let told = told_reports(&store).await;
    store.close().await?;
    told
}

async fn told_reports(store: &DbStore) -> Result<Vec<String>, StartError> {
    let (mut told, mut after) = (Vec::new(), None);
    loop {
        let page = store.read().reports().list(ReportState::Open, after, Limit::max()).await?;
        let Some(last) = page.last() else { return Ok(told) };
        after = Some(last.id);
        for report in &page {
            told.push(told_report(&*store.read(), report).await?);
        }
    }
}

/// Ends a report; `false` when there is no open one of that id.
///
/// # Errors
/// [`StartError`].
pub async fn close_report(config: &Config, id: &str) -> Result<bool, StartError> {
    let Ok(id) = id.parse::<ReportId>() else { return Ok(false) };
    let store = connect(config).await?;
    let tx = store.begin().await?;
    let closed = tx.reports().close(id, tx.now().await?).await?;
    tx.commit().await?;
    store.close().await?;
    Ok(closed)
}

/// Makes the index of messages anew, beside a running server too; answers over how many conversations.
///
/// # Errors
/// [`StartError`]; what was done until then stays, and a running server does the rest.
pub async fn rebuild_search(config: &Config) -> Result<u64, StartError> {
    let store = connect(config).await?;
    let rebuilt = SearchIndexer::new(Arc::new(store.clone())).rebuild().await;
    store.close().await?;
    Ok(rebuilt?)
}

/// The database, of a running server too, with its schema as a server left it.
async fn connect(config: &Config) -> Result<DbStore, StartError> {
    let folder = match DataFolder::open(&config.data_dir) {
        Err(FolderError::InUse(_)) => None,
        folder => Some(folder?),
    };
    let store = adapters::store(config).await?;
    if folder.is_some() {
        store.migrate().await?;
    }
    Ok(store)
}

/// Makes a code for registration. A running server takes it at once: one row more is nothing that two
/// processes could get wrong.
///
/// # Errors
/// [`StartError`].
pub async fn create_invite(
    config: &Config,
    uses: u32,
    days: u32,
) -> Result<(InviteCode, RegistrationInvite), StartError> {
    let folder = match DataFolder::open(&config.data_dir) {
        Err(FolderError::InUse(_)) => None,
        folder => Some(folder?),
    };
    // Whoever holds the folder has brought the schema up to date.
    let (store, accounts) = open(config, folder.is_some()).await?;
    let created = accounts.create_invite(uses, days).await;
    store.close().await?;
    Ok(created?)
}

fn is_embedded(config: &Config) -> bool {
    config.database.url.expose().is_empty()
}

async fn open(config: &Config, migrate: bool) -> Result<(DbStore, Accounts), StartError> {
    let keys = Keys::load_or_make(&config.data_dir, || SystemIds.secret())?;
    let store = adapters::store(config).await?;
    if migrate {
        store.migrate().await?;
    }
    let shared: Arc<dyn Store> = Arc::new(store.clone());
    let bus: Arc<dyn Bus> = Arc::new(MemoryBus::new());
    let limits: Arc<dyn RateLimiter> = Arc::new(adapters::limits(config));
    Ok((store, Accounts::new(runtime::accounts(config, &keys, &shared, &bus, &limits)?)))
}
