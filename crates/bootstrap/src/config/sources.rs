//! Where settings come from, and which of them wins.

use std::path::{Path, PathBuf};

use figment::{
    Error, Figment, Metadata, Profile, Provider,
    providers::{Format, Toml},
    value::{Dict, Map, Value},
};

use super::ConfigError;

/// The defaults, which name every key.
pub const DEFAULTS: &str = include_str!("../../../../config/default.toml");

/// What a variable's name starts with.
const PREFIX: &str = "KAMA__";
/// Read when it is there and no other file is named.
const USUAL_FILE: &str = "config/kamachat.toml";

/// The places outside the program. [`Self::of_process`] is what a server uses; tests name their own.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// A file that must be there.
    pub file: Option<PathBuf>,
    /// A file of variables.
    pub dotenv: Vec<(String, String)>,
    /// The environment.
    pub environment: Vec<(String, String)>,
}

impl Sources {
    /// The named or usual file, `.env` of the working folder, and the environment.
    ///
    /// # Errors
    /// When the named file is missing or `.env` is not readable.
    pub fn of_process(file: Option<PathBuf>) -> Result<Self, ConfigError> {
        if let Some(missing) = file.as_ref().filter(|file| !file.is_file()) {
            return Err(ConfigError(format!("there is no configuration file {}", missing.display())));
        }
        let usual = || Some(PathBuf::from(USUAL_FILE)).filter(|file| file.is_file());
        let environment = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Ok(Self { file: file.or_else(usual), dotenv: dotenv(Path::new(".env"))?, environment })
    }

    pub(super) fn figment(&self) -> Figment {
        let mut figment = Figment::from(Defaults);
        if let Some(file) = &self.file {
            figment = figment.merge(Toml::file_exact(file));
        }
        let variables = [(".env", &self.dotenv), ("the environment", &self.environment)];
        variables.into_iter().fold(figment, |figment, (source, variables)| {
            figment.merge(Variables { source, values: nested(variables) })
        })
    }
}

/// [`DEFAULTS`] under a name that people understand.
struct Defaults;

impl Provider for Defaults {
    fn metadata(&self) -> Metadata {
        Metadata::named("the defaults")
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        Toml::string(DEFAULTS).data()
    }
}

fn dotenv(file: &Path) -> Result<Vec<(String, String)>, ConfigError> {
    if !file.is_file() {
        return Ok(Vec::new());
    }
    let unreadable =
        |error: dotenvy::Error| ConfigError(format!("{} is not readable: {error}", file.display()));
    dotenvy::from_path_iter(file).map_err(unreadable)?.collect::<Result<_, _>>().map_err(unreadable)
}

/// Variables `KAMA__SECTION__KEY`.
struct Variables {
    source: &'static str,
    values: Dict,
}

impl Provider for Variables {
    fn metadata(&self) -> Metadata {
        Metadata::named(self.source).interpolater(|_, keys| {
            let keys: Vec<String> = keys.iter().map(|key| key.to_uppercase()).collect();
            format!("{PREFIX}{}", keys.join("__"))
        })
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        Ok(Profile::Default.collect(self.values.clone()))
    }
}

fn nested(variables: &[(String, String)]) -> Dict {
    let mut dict = Dict::new();
    for (name, text) in variables {
        if let Some(path) = name.strip_prefix(PREFIX) {
            let path = path.to_lowercase();
            let keys: Vec<&str> = path.split("__").collect();
            insert(&mut dict, &keys, value(text));
        }
    }
    dict
}

fn insert(dict: &mut Dict, keys: &[&str], value: Value) {
    match keys {
        [] => {}
        [key] => drop(dict.insert((*key).to_owned(), value)),
        [key, rest @ ..] => {
            let entry = dict.entry((*key).to_owned()).or_insert_with(|| Dict::new().into());
            if let Value::Dict(_, inner) = entry {
                insert(inner, rest, value);
            }
        }
    }
}

/// Numbers, truth values and lists are understood; everything else is text as it stands.
fn value(text: &str) -> Value {
    match text.parse::<Value>() {
        Ok(value @ (Value::Num(..) | Value::Bool(..) | Value::Array(..))) => value,
        _ => Value::from(text),
    }
}
