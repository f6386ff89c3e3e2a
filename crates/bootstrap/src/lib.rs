//! The composition root of KamaChat: configuration in, running services out.
//!
//! The only place where adapters are chosen and tasks are started. It knows no HTTP: an application mounts its
//! routes on the [`Runtime`] that it gets. Start with [`Runtime::build`].

mod adapters;
pub mod config;
mod folder;
mod jobs;
pub mod operator;
mod runtime;
mod setup_code;
pub mod telemetry;
mod workers;

pub use config::{Config, ConfigError, Sources};
pub use runtime::{Runtime, StartError, migrate};
