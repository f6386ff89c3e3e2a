//! Which adapter stands behind each port: one function per choice.

use std::{path::Path, time::Duration};

use kamachat_application::ports::PortError;
use kamachat_infrastructure::{
    BcryptPasswords, DbOptions, DbStore, EmbeddedQueue, JwtOptions, JwtTokens, Keys, PasswordOptions,
    QueueOptions, Writer,
};
use kamachat_realtime as realtime;

use crate::config::{AuthSection, Config, LimitsProfile, QueueSection};

/// The file below `data_dir` when no database server is named.
const SQLITE_FILE: &str = "kamachat.db";
/// How much more `limits.profile = "relaxed"` allows.
const RELAXED: usize = 1000;

/// The database that `database.url` names, or SQLite.
pub(crate) async fn store(config: &Config) -> Result<DbStore, PortError> {
    let options = DbOptions {
        connections: config.database.connections,
        sqlite_readers: config.database.sqlite_readers,
        ..DbOptions::default()
    };
    match config.database.url.expose() {
        "" => DbStore::connect(&sqlite_url(&config.data_dir.join(SQLITE_FILE)), options).await,
        url => DbStore::connect(url, options).await,
    }
}

/// A path may hold characters that mean something in a URL.
fn sqlite_url(file: &Path) -> String {
    let path = file.to_string_lossy().replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    format!("sqlite://{path}")
}

pub(crate) fn queue(section: &QueueSection) -> (EmbeddedQueue, Writer) {
    EmbeddedQueue::new(QueueOptions { capacity: section.capacity, batch: section.batch })
}

pub(crate) fn passwords(section: &AuthSection, keys: &Keys) -> BcryptPasswords {
    let options = PasswordOptions { cost: section.bcrypt_cost, ..PasswordOptions::default() };
    BcryptPasswords::new(keys.pepper.clone(), options)
}

pub(crate) fn tokens(section: &AuthSection, keys: &Keys) -> JwtTokens {
    let options = JwtOptions { access_seconds: section.access_minutes * 60, ..JwtOptions::default() };
    JwtTokens::new(&keys.access, keys.refresh.clone(), options)
}

pub(crate) fn sockets(config: &Config) -> realtime::Options {
    let defaults = realtime::Options::default();
    let connections_per_account = match config.limits.profile {
        LimitsProfile::Standard => defaults.connections_per_account,
        LimitsProfile::Relaxed => defaults.connections_per_account.saturating_mul(RELAXED),
    };
    let sweep = Duration::from_millis(config.sync.sweep_ms);
    realtime::Options { connections_per_account, sweep, ..defaults }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_folder_name_makes_one_url() {
        assert_eq!(sqlite_url(Path::new("/a b/50%?#/k.db")), "sqlite:///a b/50%25%3F%23/k.db");
    }
}
