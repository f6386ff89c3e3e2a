//! Databases on a server, made and removed by name: for setting up and for tests.

use kamachat_application::ports::PortError;
use sea_orm::{ConnectionTrait, Database, DbBackend};

use super::{DbOptions, failed, options};

/// Creates a database beside the one that `url` names and answers its URL.
///
/// # Errors
/// [`PortError::Refused`] when the name is not of lower-case letters, digits and `_`, or there is no server
/// behind the URL; else what the server says.
pub async fn create_database(url: &str, name: &str) -> Result<String, PortError> {
    let backend = server(url, name)?;
    let charset = if backend == DbBackend::MySql { " CHARACTER SET utf8mb4" } else { "" };
    run(url, backend, &format!("CREATE DATABASE {name}{charset}")).await?;
    let (address, query) = url.split_once('?').map_or((url, None), |(address, query)| (address, Some(query)));
    let (server, _) = address.rsplit_once('/').ok_or_else(no_server)?;
    Ok(query.map_or_else(|| format!("{server}/{name}"), |query| format!("{server}/{name}?{query}")))
}

/// Removes a database for good, also when somebody is connected to it.
///
/// # Errors
/// As for [`create_database`].
pub async fn drop_database(url: &str, name: &str) -> Result<(), PortError> {
    let backend = server(url, name)?;
    let force = if backend == DbBackend::Postgres { " WITH (FORCE)" } else { "" };
    run(url, backend, &format!("DROP DATABASE IF EXISTS {name}{force}")).await
}

fn server(url: &str, name: &str) -> Result<DbBackend, PortError> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if name.is_empty() || name.len() > 60 || !name.chars().all(fits) {
        return Err(PortError::Refused("a database name has lower-case letters, digits and _".into()));
    }
    options::backend(url).filter(|backend| *backend != DbBackend::Sqlite).ok_or_else(no_server)
}

fn no_server() -> PortError {
    PortError::Refused("this URL names no database server".into())
}

async fn run(url: &str, backend: DbBackend, statement: &str) -> Result<(), PortError> {
    let connect = options::migrating(url, backend, &DbOptions::default());
    let connection = Database::connect(connect).await.map_err(failed)?;
    let done = connection.execute_unprepared(statement).await.map_err(failed);
    connection.close().await.map_err(failed)?;
    done.map(|_| ())
}
