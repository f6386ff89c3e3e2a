//! Which adapter stands behind each port: one function per choice.

pub(crate) mod sms;

use std::{path::Path, sync::Arc, time::Duration};

use kamachat_application::{
    accounts::Mailing,
    ports::{Mailer, PortError},
};
use kamachat_domain::{
    accounts::{EmailBudget, RegistrationMode},
    messages::ChangeWindows,
};
use kamachat_infrastructure::{
    BcryptPasswords, DbOptions, DbStore, DiskBlobs, EmbeddedQueue, JwtOptions, JwtTokens, Keys, MemoryLimits,
    PasswordOptions, QueueOptions, Rates, SmtpMailer, SmtpOptions, SmtpTls, Writer, security::ForeignTokens,
};
use kamachat_realtime as realtime;

use crate::config::{
    AuthSection, Config, ConfigError, LimitsProfile, LimitsSection, MailTls, MessagesSection, QueueSection,
    Registration, external,
};

/// The file below `data_dir` when no database server is named.
const SQLITE_FILE: &str = "kamachat.db";
/// The folder below `data_dir` for what the database does not hold.
pub(crate) const FILES: &str = "files";
/// How much more `limits.profile = "relaxed"` allows.
const RELAXED: u32 = 1000;

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

pub(crate) fn blobs(config: &Config) -> DiskBlobs {
    DiskBlobs::new(config.data_dir.join(FILES))
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

/// The back ends whose tokens are taken.
pub(crate) fn foreign_tokens(section: &AuthSection, keys: &Keys) -> Result<ForeignTokens, ConfigError> {
    Ok(ForeignTokens::new(external::issuers(&section.external)?, keys.refresh.clone()))
}

/// How long messages can be changed.
pub(crate) fn windows(section: &MessagesSection) -> ChangeWindows {
    ChangeWindows::seconds(section.edit_window_s, section.recall_window_s)
}

/// How often each limit may be reached.
fn times(section: &LimitsSection) -> u32 {
    match section.profile {
        LimitsProfile::Standard => 1,
        LimitsProfile::Relaxed => RELAXED,
    }
}

pub(crate) fn limits(config: &Config) -> MemoryLimits {
    let (section, sms) = (&config.limits, &config.sms);
    let rate = |number: u32| number.saturating_mul(times(section));
    MemoryLimits::new(Rates {
        ip_requests: rate(section.ip_requests),
        account_requests: rate(section.account_requests),
        sign_ins: rate(section.sign_ins),
        registrations: rate(section.registrations),
        refreshes: rate(section.refreshes),
        lookups: rate(section.lookups),
        searches: rate(section.searches),
        friend_requests: rate(section.friend_requests),
        reports: rate(section.reports),
        groups: rate(section.groups),
        messages: rate(section.messages),
        changes: rate(section.changes),
        mails: rate(section.mails),
        uploads: rate(section.uploads),
        sms_codes: rate(sms.address_hourly),
        sms_codes_network: rate(sms.network_hourly),
    })
}

pub(crate) fn registration(section: &AuthSection) -> RegistrationMode {
    match section.registration {
        Registration::Open => RegistrationMode::Open,
        Registration::Invite => RegistrationMode::Invite,
        Registration::Closed => RegistrationMode::Closed,
    }
}

/// How mails are made; `None` when no mail server is named.
pub(crate) fn mailing(config: &Config) -> Option<Mailing> {
    let origin = config.link_origin().filter(|_| config.mail.is_on())?;
    Some(Mailing { origin, budget: EmailBudget::STANDARD.times(times(&config.limits)) })
}

/// The mail server that `mail.host` names.
pub(crate) fn mailer(config: &Config) -> Result<Option<Arc<dyn Mailer>>, ConfigError> {
    let section = &config.mail;
    if !section.is_on() {
        return Ok(None);
    }
    let unusable = |key: &str, why: &dyn std::fmt::Display| ConfigError(format!("mail.{key}: {why}"));
    let roots = match section.ca_file.as_os_str().is_empty() {
        true => None,
        false => Some(std::fs::read(&section.ca_file).map_err(|error| unusable("ca_file", &error))?),
    };
    let options = SmtpOptions {
        host: section.host.clone(),
        port: section.port,
        tls: match section.tls {
            MailTls::Off => SmtpTls::Off,
            MailTls::StartTls => SmtpTls::StartTls,
            MailTls::Tls => SmtpTls::Tls,
        },
        username: section.username.clone(),
        password: section.password.expose().to_owned(),
        from: section.from.clone(),
        roots,
        timeout: Duration::from_secs(section.timeout_seconds),
    };
    let mailer = SmtpMailer::new(&options);
    let unusable = |_| unusable("from", &"this is no sender, or mail.ca_file holds no certificate");
    Ok(Some(Arc::new(mailer.map_err(unusable)?)))
}

pub(crate) fn sockets(config: &Config) -> realtime::Options {
    let defaults = realtime::Options::default();
    let times = usize::try_from(times(&config.limits)).unwrap_or(usize::MAX);
    let connections_per_account = defaults.connections_per_account.saturating_mul(times);
    let sweep = Duration::from_millis(config.sync.sweep_ms);
    let session_check = Duration::from_millis(config.sync.session_check_ms);
    realtime::Options { connections_per_account, sweep, session_check, ..defaults }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_folder_name_makes_one_url() {
        assert_eq!(sqlite_url(Path::new("/a b/50%?#/k.db")), "sqlite:///a b/50%25%3F%23/k.db");
    }
}
