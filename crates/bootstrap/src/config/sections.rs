//! The settings as values, section by section. Their meaning is in `config/default.toml`.

use std::{collections::BTreeMap, fmt, path::PathBuf};

use super::contacts::ContactsSection;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use super::{ExternalSection, SmsSection};

/// Everything that can be set.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub data_dir: PathBuf,
    pub server: ServerSection,
    pub database: DatabaseSection,
    pub queue: QueueSection,
    pub jobs: JobsSection,
    pub auth: AuthSection,
    pub contacts: ContactsSection,
    pub limits: LimitsSection,
    pub mail: super::MailSection,
    pub sms: SmsSection,
    pub groups: GroupsSection,
    pub messages: MessagesSection,
    pub sync: SyncSection,
    pub log: LogSection,
}

/// Where and how the server listens.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSection {
    pub bind: String,
    pub public_origin: String,
    #[serde(deserialize_with = "list")]
    pub allowed_origins: Vec<String>,
    #[serde(deserialize_with = "list")]
    pub trusted_proxies: Vec<String>,
    pub workers: usize,
    pub tls: TlsSection,
    pub body_limit_kib: usize,
    pub shutdown_seconds: u64,
}

/// How the server encrypts by itself.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TlsSection {
    pub mode: TlsMode,
    pub cert_file: PathBuf,
    pub key_file: PathBuf,
}

/// See [`TlsSection`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsMode {
    Off,
    Files,
    Development,
}

/// Where everything is stored.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSection {
    pub url: DatabaseUrl,
    pub connections: u32,
    pub sqlite_readers: u32,
}

/// How messages wait to be stored.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct QueueSection {
    pub capacity: usize,
    pub batch: usize,
}

/// Tokens and passwords.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct AuthSection {
    pub access_minutes: u64,
    pub bcrypt_cost: u32,
    pub registration: Registration,
    /// By the operator's name for the issuer.
    pub external: BTreeMap<String, ExternalSection>,
}

/// Who may register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    Open,
    Invite,
    Closed,
}

/// How much everybody may do: numbers for one minute.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LimitsSection {
    pub profile: LimitsProfile,
    pub ip_requests: u32,
    pub account_requests: u32,
    pub sign_ins: u32,
    pub registrations: u32,
    pub refreshes: u32,
    pub lookups: u32,
    pub searches: u32,
    pub friend_requests: u32,
    pub reports: u32,
    pub groups: u32,
    pub messages: u32,
    pub changes: u32,
    pub mails: u32,
    pub uploads: u32,
}

/// See [`LimitsSection`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitsProfile {
    Standard,
    /// For load tests on this machine.
    Relaxed,
}

/// How jobs are run.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct JobsSection {
    pub poll_ms: u64,
    pub attempts: u32,
}

/// How large groups become.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct GroupsSection {
    pub max_members: i64,
}

/// How long messages can be changed.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MessagesSection {
    pub edit_window_s: u32,
    pub recall_window_s: u32,
}

/// How lost pushes are healed.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SyncSection {
    pub sweep_ms: u64,
    pub session_check_ms: u64,
}

/// What is written where.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct LogSection {
    pub format: LogFormat,
    pub level: String,
}

/// See [`LogSection`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    Text,
    Json,
}

/// Address of a database. It holds a password and is never shown.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct DatabaseUrl(String);

impl DatabaseUrl {
    /// The address itself; empty for SQLite under `data_dir`.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "\"\"" } else { "***" })
    }
}

/// Shown as `***` unless it is empty.
impl Serialize for DatabaseUrl {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.0.is_empty() { "" } else { "***" })
    }
}

/// A list, or one text with commas, as it comes from the environment.
fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        Many(Vec<String>),
        One(String),
    }
    match OneOrMany::deserialize(deserializer) {
        Ok(OneOrMany::Many(items)) => Ok(items),
        Ok(OneOrMany::One(text)) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Ok(items.map(ToOwned::to_owned).collect())
        }
        Err(_) => Err(D::Error::custom("a list of texts is expected")),
    }
}
