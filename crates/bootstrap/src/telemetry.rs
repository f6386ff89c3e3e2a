//! The log.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::{EnvFilter, fmt, prelude::*};

use crate::config::{ConfigError, LogFormat, LogSection};

/// Starts writing the log to standard error, for the whole process.
///
/// # Errors
/// When `log.level` is no level and no list of rules.
pub fn start(section: &LogSection) -> Result<(), ConfigError> {
    let rules = EnvFilter::builder()
        .parse(&section.level)
        .map_err(|error| ConfigError(format!("log.level: {:?} is not understood: {error}", section.level)))?;
    let lines = match section.format {
        LogFormat::Text => fmt::layer().with_writer(stderr).with_ansi(stderr().is_terminal()).boxed(),
        LogFormat::Json => fmt::layer().json().with_writer(stderr).boxed(),
    };
    // A second start in one process, as in tests, keeps the first.
    tracing_subscriber::registry().with(rules).with(lines).try_init().ok();
    Ok(())
}
