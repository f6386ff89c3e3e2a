//! How the server sends mail.

use std::{net::IpAddr, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::{Config, ConfigError, Secret, check::within};

/// The server that takes mails from us.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MailSection {
    pub host: String,
    pub port: u16,
    pub tls: MailTls,
    pub ca_file: PathBuf,
    pub username: String,
    pub password: Secret,
    pub from: String,
    pub timeout_seconds: u64,
}

/// See [`MailSection`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    Off,
    StartTls,
    Tls,
}

impl MailSection {
    /// Whether there is a server to hand mails to.
    #[must_use]
    pub fn is_on(&self) -> bool {
        !self.host.is_empty()
    }
}

impl Config {
    /// What links in mails begin with: the public origin, or the own address where only this machine can reach
    /// the server. `None` when neither is known.
    #[must_use]
    pub fn link_origin(&self) -> Option<String> {
        if !self.server.public_origin.is_empty() {
            return Some(self.server.public_origin.clone());
        }
        let address = self.bind_addresses().ok()?.into_iter().next()?;
        let scheme = if self.server.tls.mode == super::TlsMode::Off { "http" } else { "https" };
        address.ip().is_loopback().then(|| format!("{scheme}://{address}"))
    }

    pub(super) fn check_mail(&self) -> Result<(), ConfigError> {
        let mail = &self.mail;
        within("mail.timeout_seconds", mail.timeout_seconds, 1..=120)?;
        within("mail.port", mail.port, 1..=u16::MAX)?;
        if !mail.is_on() {
            return Ok(());
        }
        if mail.tls == MailTls::Off && !is_loopback(&mail.host) {
            return Err(ConfigError(format!(
                "mail.tls: \"off\" is for a mail server on this machine, and mail.host is {:?}",
                mail.host
            )));
        }
        if !mail.from.contains('@') {
            return Err(ConfigError(format!(
                "mail.from: {:?} is no sender like \"KamaChat <chat@example.org>\"",
                mail.from
            )));
        }
        if self.link_origin().is_none() {
            return Err(ConfigError(
                "mail.host: links in mails need server.public_origin, because the server listens on more than \
                 loopback"
                    .to_owned(),
            ));
        }
        Ok(())
    }
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
