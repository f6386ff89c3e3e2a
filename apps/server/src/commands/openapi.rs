//! `kamachat openapi`.

use std::io::Write;

use super::Done;

pub(crate) fn run() -> Done {
    Ok(std::io::stdout().write_all(kamachat_api::openapi::document().as_bytes())?)
}
