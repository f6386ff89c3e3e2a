//! What the types cannot say about the settings.

use std::{
    net::{SocketAddr, ToSocketAddrs},
    ops::RangeInclusive,
};

use super::{Config, ConfigError, LimitsProfile, TlsMode, external};

/// Below this, hashes are for tests only.
const LEAST_BCRYPT_COST: u32 = 10;

/// Seconds of a hundred years: always.
const MOST_WINDOW_S: u32 = 3_153_600_000;

impl Config {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let addresses = self.bind_addresses()?;
        within("server.body_limit_kib", self.server.body_limit_kib, 1..=1024)?;
        within("server.shutdown_seconds", self.server.shutdown_seconds, 0..=300)?;
        within("server.workers", self.server.workers, 0..=1024)?;
        within("database.connections", self.database.connections, 1..=1000)?;
        within("database.sqlite_readers", self.database.sqlite_readers, 1..=64)?;
        within("queue.capacity", self.queue.capacity, 1..=1_000_000)?;
        within("queue.batch", self.queue.batch, 1..=256)?;
        within("auth.access_minutes", self.auth.access_minutes, 1..=15)?;
        within("auth.bcrypt_cost", self.auth.bcrypt_cost, 4..=16)?;
        within("groups.max_members", self.groups.max_members, 2..=100_000)?;
        within("messages.edit_window_s", self.messages.edit_window_s, 0..=MOST_WINDOW_S)?;
        within("messages.recall_window_s", self.messages.recall_window_s, 0..=MOST_WINDOW_S)?;
        within("jobs.poll_ms", self.jobs.poll_ms, 50..=60_000)?;
        within("jobs.attempts", self.jobs.attempts, 1..=20)?;
        within("sync.sweep_ms", self.sync.sweep_ms, 100..=60_000)?;
        within("sync.session_check_ms", self.sync.session_check_ms, 100..=25_000)?;
        self.check_origins()?;
        self.check_limits()?;
        self.check_tls()?;
        self.check_mail()?;
        external::issuers(&self.auth.external)?;
        let on_loopback = addresses.iter().all(|address| address.ip().is_loopback());
        self.check_sms(on_loopback)?;
        if !on_loopback {
            self.check_public()?;
        }
        Ok(())
    }

    /// Where the server listens.
    ///
    /// # Errors
    /// When `server.bind` is no address with a port.
    pub fn bind_addresses(&self) -> Result<Vec<SocketAddr>, ConfigError> {
        let bind = &self.server.bind;
        let resolved: Vec<SocketAddr> = bind.to_socket_addrs().map(Iterator::collect).unwrap_or_default();
        if resolved.is_empty() {
            return Err(ConfigError(format!("server.bind: {bind:?} is no address like 127.0.0.1:8000")));
        }
        Ok(resolved)
    }

    /// Whether only people at this machine can reach the server: it listens on loopback and no proxy stands
    /// in front of it.
    ///
    /// # Errors
    /// As [`Self::bind_addresses`].
    pub fn is_private(&self) -> Result<bool, ConfigError> {
        let on_loopback = self.bind_addresses()?.iter().all(|address| address.ip().is_loopback());
        Ok(on_loopback && self.server.public_origin.is_empty() && self.server.trusted_proxies.is_empty())
    }

    /// What is for tests is refused where others can reach the server.
    fn check_public(&self) -> Result<(), ConfigError> {
        let bind = &self.server.bind;
        if self.limits.profile == LimitsProfile::Relaxed {
            return Err(ConfigError(format!(
                "limits.profile: \"relaxed\" is for load tests on a loopback address, and server.bind is {bind}"
            )));
        }
        if self.auth.bcrypt_cost < LEAST_BCRYPT_COST {
            return Err(ConfigError(format!(
                "auth.bcrypt_cost: less than {LEAST_BCRYPT_COST} is for tests on a loopback address, and \
                 server.bind is {bind}"
            )));
        }
        Ok(())
    }

    fn check_limits(&self) -> Result<(), ConfigError> {
        let limits = &self.limits;
        for (key, value) in [
            ("limits.ip_requests", limits.ip_requests),
            ("limits.account_requests", limits.account_requests),
            ("limits.sign_ins", limits.sign_ins),
            ("limits.registrations", limits.registrations),
            ("limits.refreshes", limits.refreshes),
            ("limits.lookups", limits.lookups),
            ("limits.searches", limits.searches),
            ("limits.friend_requests", limits.friend_requests),
            ("limits.reports", limits.reports),
            ("limits.groups", limits.groups),
            ("limits.messages", limits.messages),
            ("limits.changes", limits.changes),
            ("limits.mails", limits.mails),
            ("limits.uploads", limits.uploads),
        ] {
            within(key, value, 1..=1_000_000)?;
        }
        Ok(())
    }

    fn check_tls(&self) -> Result<(), ConfigError> {
        let tls = &self.server.tls;
        let missing = tls.cert_file.as_os_str().is_empty() || tls.key_file.as_os_str().is_empty();
        if tls.mode == TlsMode::Files && missing {
            return Err(ConfigError(
                "server.tls.mode: \"files\" needs server.tls.cert_file and server.tls.key_file".to_owned(),
            ));
        }
        Ok(())
    }

    fn check_origins(&self) -> Result<(), ConfigError> {
        let public = Some(&self.server.public_origin).filter(|origin| !origin.is_empty());
        let named = public.map(|origin| ("server.public_origin", origin));
        let allowed = self.server.allowed_origins.iter().map(|origin| ("server.allowed_origins", origin));
        match named.into_iter().chain(allowed).find(|(_, origin)| !is_origin(origin)) {
            Some((key, origin)) => Err(ConfigError(format!(
                "{key}: {origin:?} is no origin like https://chat.example.org (no path, no slash at the end)"
            ))),
            None => Ok(()),
        }
    }
}

pub(super) fn within<T: PartialOrd + std::fmt::Display>(
    key: &str,
    value: T,
    range: RangeInclusive<T>,
) -> Result<(), ConfigError> {
    if range.contains(&value) {
        return Ok(());
    }
    Err(ConfigError(format!("{key}: {value} is not between {} and {}", range.start(), range.end())))
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ', '*']))
}
