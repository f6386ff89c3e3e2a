//! Changes that get in each other's way.

use crate::{Error, Result, ports::PortError};

/// How often a change is tried that got in the way of another one.
const TRIES: u32 = 8;

/// Runs a transaction again that the database ended in favour of another one.
pub(crate) async fn again<T, F>(mut attempt: impl FnMut() -> F) -> Result<T>
where
    F: Future<Output = Result<T>>,
{
    let mut tries = 1;
    loop {
        match attempt().await {
            Err(Error::Port(PortError::Contention(_))) if tries < TRIES => tries += 1,
            done => return done,
        }
    }
}
