//! The configuration: read once, checked before anything starts.

mod check;
mod contacts;
pub(crate) mod external;
mod mail;
mod secret;
mod sections;
mod sms;
mod sources;
#[cfg(test)]
mod tests;

use std::fmt;

pub use contacts::{ContactsSection, DeleteMode, StrangersMode};
pub use external::{ExternalAlgorithm, ExternalSection, Hidden};
pub use mail::{MailSection, MailTls};
pub use secret::Secret;
pub use sections::{
    AuthSection, Config, DatabaseSection, DatabaseUrl, GroupsSection, JobsSection, LimitsProfile,
    LimitsSection, LogFormat, LogSection, MessagesSection, QueueSection, Registration, ServerSection,
    SyncSection, TlsMode, TlsSection,
};
pub use sms::{AliyunSection, HttpSection, SmsGatewayKind, SmsSection, TwilioSection};
pub use sources::{DEFAULTS, Sources};

/// What is wrong with the configuration, as one sentence that names the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(pub String);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "configuration: {}", self.0)
    }
}

impl std::error::Error for ConfigError {}

impl From<figment::Error> for ConfigError {
    fn from(errors: figment::Error) -> Self {
        let sentences: Vec<String> = errors.into_iter().map(|error| sentence(&error)).collect();
        Self(sentences.join("; "))
    }
}

fn sentence(error: &figment::Error) -> String {
    use figment::error::Kind;
    let path = error.path.join(".");
    let from = error.metadata.as_ref().map(|m| format!(" (from {})", origin(m))).unwrap_or_default();
    match &error.kind {
        Kind::UnknownField(key, _) => {
            let whole = if path.is_empty() || path.ends_with(key) { path } else { format!("{path}.{key}") };
            format!("there is no key {}{from}", if whole.is_empty() { key } else { &whole })
        }
        kind if path.is_empty() => format!("{kind}{from}"),
        kind => format!("{path}: {kind}{from}"),
    }
}

fn origin(metadata: &figment::Metadata) -> String {
    match &metadata.source {
        Some(figment::Source::File(file)) => file.display().to_string(),
        Some(source) => source.to_string(),
        None => metadata.name.to_string(),
    }
}

impl Config {
    /// Reads and checks the settings.
    ///
    /// # Errors
    /// An unknown key, a value of the wrong type or outside its bounds.
    pub fn load(sources: &Sources) -> Result<Self, ConfigError> {
        let config: Self = sources.figment().extract()?;
        config.check()?;
        Ok(config)
    }

    /// Every key with its value and where it came from; secrets are hidden.
    ///
    /// # Errors
    /// The same as of [`Self::load`].
    pub fn explain(sources: &Sources) -> Result<Vec<Setting>, ConfigError> {
        let config = Self::load(sources)?;
        let figment = sources.figment();
        let shown = figment::value::Value::serialize(&config)?;
        let mut settings = Vec::new();
        flatten(String::new(), &shown, &mut |key, value| {
            let origin = figment.find_metadata(&key).map(origin).unwrap_or_default();
            settings.push(Setting { key, value, origin });
        });
        Ok(settings)
    }
}

/// One key for people to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    pub key: String,
    pub value: String,
    pub origin: String,
}

fn flatten(path: String, value: &figment::value::Value, push: &mut impl FnMut(String, String)) {
    use figment::value::Value;
    match value {
        Value::Dict(_, dict) => {
            for (key, value) in dict {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(path, value, push);
            }
        }
        value => push(path, show(value)),
    }
}

fn show(value: &figment::value::Value) -> String {
    use figment::value::Value;
    match value {
        Value::String(_, text) => format!("{text:?}"),
        Value::Bool(_, truth) => truth.to_string(),
        Value::Num(_, number) => number.to_u128().map(|n| n.to_string()).unwrap_or_default(),
        Value::Array(_, items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", ")),
        _ => String::new(),
    }
}
