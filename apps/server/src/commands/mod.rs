//! What the program can do, one command a file.

pub(crate) mod check_config;
pub(crate) mod create_admin;
pub(crate) mod create_invite;
pub(crate) mod jobs;
pub(crate) mod migrate;
pub(crate) mod openapi;
pub(crate) mod reports;
pub(crate) mod search;
pub(crate) mod serve;

use std::{error::Error, fmt, future::Future, io, path::PathBuf};

use kamachat_bootstrap::{Config, Sources};
use kamachat_web_kit::TrustedProxies;

/// Why a command failed, as one sentence.
pub(crate) struct Failure(String);

pub(crate) type Done = Result<(), Failure>;

impl Failure {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: Error> From<E> for Failure {
    /// The error and its causes, the outermost first.
    fn from(error: E) -> Self {
        let mut sentence = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !sentence.contains(&text) {
                sentence = format!("{sentence}: {text}");
            }
            cause = error.source();
        }
        Self(sentence)
    }
}

/// The checked settings of this process.
pub(crate) fn config(file: Option<PathBuf>) -> Result<Config, Failure> {
    let config = Config::load(&Sources::of_process(file)?)?;
    proxies(&config)?;
    Ok(config)
}

pub(crate) fn proxies(config: &Config) -> Result<TrustedProxies, Failure> {
    TrustedProxies::parse(&config.server.trusted_proxies)
        .map_err(|error| Failure::new(format!("configuration: server.trusted_proxies: {error}")))
}

/// Runs `work` on the threads that serve everything but HTTP: few, because nothing there blocks.
pub(crate) fn block_on(work: impl Future<Output = Done>) -> Done {
    let runtime: io::Result<_> = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime?.block_on(work)
}
