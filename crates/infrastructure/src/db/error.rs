//! What the drivers say, as [`PortError`]s: whether trying again can help decides everything above.

use kamachat_application::ports::PortError;
use sea_orm::{
    DbErr, RuntimeErr, SqlErr,
    sqlx::{self, mysql::MySqlDatabaseError, postgres::PgDatabaseError, sqlite::SqliteError},
};

/// Classes of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Contention,
    Unavailable,
    Refused,
}

/// A driver's failure as the ports know it; its text stays in the source, for the log.
pub(crate) fn failed(error: DbErr) -> PortError {
    if let Some(SqlErr::UniqueConstraintViolation(_)) = error.sql_err() {
        return PortError::Duplicate;
    }
    match class(&error) {
        Class::Contention => PortError::Contention(error.into()),
        Class::Unavailable => PortError::Unavailable(error.into()),
        Class::Refused => PortError::Refused(error.into()),
    }
}

fn class(error: &DbErr) -> Class {
    match error {
        DbErr::ConnectionAcquire(_) => Class::Unavailable,
        DbErr::Conn(RuntimeErr::SqlxError(e)) => match class_of_sqlx(e) {
            Class::Refused => Class::Unavailable,
            other => other,
        },
        DbErr::Conn(_) => Class::Unavailable,
        DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e)) => class_of_sqlx(e),
        _ => Class::Refused,
    }
}

fn class_of_sqlx(error: &sqlx::Error) -> Class {
    use sqlx::Error as E;
    match error {
        E::Io(_) | E::Tls(_) | E::Protocol(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed => {
            Class::Unavailable
        }
        E::Database(e) => {
            if let Some(e) = e.try_downcast_ref::<PgDatabaseError>() {
                class_of_postgres(e.code())
            } else if let Some(e) = e.try_downcast_ref::<MySqlDatabaseError>() {
                class_of_mysql(e.number())
            } else if e.try_downcast_ref::<SqliteError>().is_some() {
                class_of_sqlite(e.code().and_then(|code| code.parse().ok()).unwrap_or_default())
            } else {
                Class::Refused
            }
        }
        _ => Class::Refused,
    }
}

/// SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html
fn class_of_postgres(code: &str) -> Class {
    match code {
        // Serialization failure, deadlock, lock not available.
        "40001" | "40P01" | "55P03" => Class::Contention,
        // Statement time-out; a write sent to a standby after a failover.
        "57014" | "25006" => Class::Unavailable,
        // Connection, resources (a full disk is 53100), shutdown and start, system.
        _ if ["08", "53", "57P", "58"].iter().any(|class| code.starts_with(class)) => Class::Unavailable,
        _ => Class::Refused,
    }
}

/// https://mariadb.com/kb/en/mariadb-error-codes/
fn class_of_mysql(number: u16) -> Class {
    match number {
        // Deadlock, lock wait time-out, row changed since it was read.
        1213 | 1205 | 1020 => Class::Contention,
        // Disk full, table full, file errors, too many connections, out of memory, shutdown, read-only
        // after a failover, statement time-out (MariaDB 1969, MySQL 3024), interrupted, killed connection.
        1021 | 1114 | 1026 | 1030 | 1037 | 1040 | 1041 | 1053 | 1203 | 1226 | 1290 | 1317 | 1836 | 1927
        | 1969 | 3024 => Class::Unavailable,
        _ => Class::Refused,
    }
}

/// https://www.sqlite.org/rescode.html; the low byte is the primary code.
fn class_of_sqlite(code: i32) -> Class {
    match code & 0xff {
        // BUSY, LOCKED
        5 | 6 => Class::Contention,
        // NOMEM, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN, PROTOCOL
        7 | 8 | 9 | 10 | 13 | 14 | 15 => Class::Unavailable,
        _ => Class::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_by_itself_is_told_from_what_does_not() {
        for (code, class) in [
            ("40P01", Class::Contention),
            ("40001", Class::Contention),
            ("57014", Class::Unavailable),
            ("53100", Class::Unavailable),
            ("57P01", Class::Unavailable),
            ("08006", Class::Unavailable),
            ("23503", Class::Refused),
            ("22001", Class::Refused),
        ] {
            assert_eq!(class_of_postgres(code), class, "{code}");
        }
        for (number, class) in [
            (1213, Class::Contention),
            (1205, Class::Contention),
            (1114, Class::Unavailable),
            (1969, Class::Unavailable),
            (1406, Class::Refused),
        ] {
            assert_eq!(class_of_mysql(number), class, "{number}");
        }
        for (code, class) in [
            (5, Class::Contention),
            (517, Class::Contention),
            (13, Class::Unavailable),
            (778, Class::Unavailable),
            (787, Class::Refused),
        ] {
            assert_eq!(class_of_sqlite(code), class, "{code}");
        }
    }
}
