//! `[auth.external.<name>]`: back ends whose tokens are taken.

use std::{collections::BTreeMap, fmt, fs, path::PathBuf};

use kamachat_domain::accounts::IssuerName;
use kamachat_infrastructure::security::{ForeignAlgorithm, ForeignIssuer, IssuerOptions};
use serde::{Deserialize, Serialize};

use super::ConfigError;

/// Most issuers: each costs a check for a token that none of them signed.
const MOST: usize = 16;
/// Longest `max_age_minutes`: 30 days.
const MOST_MINUTES: u64 = 30 * 24 * 60;

/// A back end whose tokens are taken.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ExternalSection {
    pub algorithm: ExternalAlgorithm,
    pub issuer: String,
    #[serde(default)]
    pub audience: String,
    #[serde(default)]
    pub kid: String,
    #[serde(default)]
    pub prv: String,
    #[serde(default)]
    pub secret: Hidden,
    #[serde(default)]
    pub secret_file: PathBuf,
    #[serde(default)]
    pub public_key: String,
    #[serde(default)]
    pub public_key_file: PathBuf,
    #[serde(default = "sub")]
    pub subject_claim: String,
    #[serde(default = "name")]
    pub name_claim: String,
    #[serde(default)]
    pub max_age_minutes: u64,
}

/// See [`ExternalSection`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum ExternalAlgorithm {
    #[serde(rename = "HS256")]
    Hs256,
    #[serde(rename = "RS256")]
    Rs256,
    #[serde(rename = "EdDSA")]
    EdDsa,
}

/// A secret in the settings. Never shown.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Hidden(String);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "\"\"" } else { "***" })
    }
}

/// Shown as `***` unless it is empty.
impl Serialize for Hidden {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if self.0.is_empty() { "" } else { "***" })
    }
}

/// The issuers of the configuration, with their keys read.
///
/// # Errors
/// When one of them cannot be used, or two cannot be told apart.
pub(crate) fn issuers(
    sections: &BTreeMap<String, ExternalSection>,
) -> Result<Vec<ForeignIssuer>, ConfigError> {
    if sections.len() > MOST {
        return Err(ConfigError(format!("auth.external: at most {MOST} issuers")));
    }
    for (name, section) in sections {
        let twin = sections.iter().find(|(other, s)| *other < name && s.issuer == section.issuer);
        if let Some((twin, _)) = twin {
            return Err(ConfigError(format!("auth.external.{name}.issuer: {twin} has the same one")));
        }
    }
    sections.iter().map(|(name, section)| issuer(name, section)).collect()
}

fn issuer(name: &str, section: &ExternalSection) -> Result<ForeignIssuer, ConfigError> {
    let key = |field: &str| format!("auth.external.{name}{field}");
    let parsed = IssuerName::parse(name).ok_or_else(|| {
        ConfigError(format!("{}: a name has 2 to 24 of a-z, 0-9 and - and starts with a letter", key("")))
    })?;
    for (field, text) in [
        (".issuer", &section.issuer),
        (".subject_claim", &section.subject_claim),
        (".name_claim", &section.name_claim),
    ] {
        if text.is_empty() {
            return Err(ConfigError(format!("{}: it is empty", key(field))));
        }
    }
    if section.max_age_minutes > MOST_MINUTES {
        return Err(ConfigError(format!("{}: at most {MOST_MINUTES}", key(".max_age_minutes"))));
    }
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let max_age = Some(section.max_age_minutes).filter(|minutes| *minutes > 0);
    let options = IssuerOptions {
        name: parsed,
        algorithm: match section.algorithm {
            ExternalAlgorithm::Hs256 => ForeignAlgorithm::Hs256,
            ExternalAlgorithm::Rs256 => ForeignAlgorithm::Rs256,
            ExternalAlgorithm::EdDsa => ForeignAlgorithm::EdDsa,
        },
        key: material(name, section)?,
        issuer: section.issuer.clone(),
        audience: given(&section.audience),
        kid: given(&section.kid),
        prv: given(&section.prv),
        subject_claim: section.subject_claim.clone(),
        name_claim: section.name_claim.clone(),
        max_age: max_age.and_then(|minutes| i64::try_from(minutes * 60).ok()),
    };
    ForeignIssuer::new(options).map_err(|error| ConfigError(format!("{}: {error}", key(""))))
}

/// The secret or the public key: inline or in a file, of the kind that the algorithm needs, and only one.
fn material(name: &str, section: &ExternalSection) -> Result<Vec<u8>, ConfigError> {
    let is_shared = section.algorithm == ExternalAlgorithm::Hs256;
    let secret = (section.secret.0.as_str(), &section.secret_file);
    let public = (section.public_key.as_str(), &section.public_key_file);
    let (wanted, other) = if is_shared { (secret, public) } else { (public, secret) };
    let is_there = |(text, file): (&str, &PathBuf)| [!text.is_empty(), !file.as_os_str().is_empty()];
    let field = if is_shared { "secret" } else { "public_key" };
    let [inline, file] = is_there(wanted);
    if inline == file || is_there(other).contains(&true) {
        return Err(ConfigError(format!(
            "auth.external.{name}: this algorithm needs {field} or {field}_file, and nothing else"
        )));
    }
    if inline {
        return Ok(wanted.0.as_bytes().to_vec());
    }
    let unreadable =
        |error| ConfigError(format!("auth.external.{name}.{field}_file: {}: {error}", wanted.1.display()));
    Ok(fs::read(wanted.1).map_err(unreadable)?.trim_ascii().to_vec())
}

fn sub() -> String {
    "sub".to_owned()
}

fn name() -> String {
    "name".to_owned()
}
