//! Databases: one store for SQLite, MariaDB/MySQL and PostgreSQL.
//!
//! [`DbStore`] opens connections and transactions, [`Session`] implements every repository for both. Whatever
//! differs between the databases is in `dialect`, `options` and `error`; the repositories speak portable SQL.

mod dialect;
pub(crate) mod error;
mod options;
pub(crate) mod page;
mod server;
mod session;
mod store;
pub(crate) mod values;

pub(crate) use error::failed;
pub use options::DbOptions;
pub use server::{create_database, drop_database};
pub use session::Session;
pub use store::DbStore;
