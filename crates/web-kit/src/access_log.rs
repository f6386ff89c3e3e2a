//! One line a request: method, path, status, time. Never the query, which may hold a ticket or a token, and
//! never an address.

use std::time::Duration;

use actix_web::dev::ServiceResponse;

pub(crate) fn write(answer: &ServiceResponse, took: Duration) {
    let (method, path) = (answer.request().method(), answer.request().path());
    let status = answer.status().as_u16();
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    if path.starts_with("/health") {
        tracing::debug!(target: "kamachat::access", %method, path, status, ms);
    } else {
        tracing::info!(target: "kamachat::access", %method, path, status, ms);
    }
}
