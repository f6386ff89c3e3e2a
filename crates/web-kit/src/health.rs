//! Whether the server lives and can work, for supervisors and load balancers.

use std::time::Duration;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    rt::time::timeout,
    web::{self, Data, ServiceConfig},
};
use kamachat_application::store::Store;
use serde_json::json;

/// For so long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Mounts `/health`, `/health/ready` (both ask the database) and `/health/live`. Needs `Data<dyn Store>`.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.route("/health", web::get().to(ready))
        .route("/health/ready", web::get().to(ready))
        .route("/health/live", web::get().to(live));
}

async fn live() -> HttpResponse {
    answer(StatusCode::OK, "ok")
}

async fn ready(store: Data<dyn Store>) -> HttpResponse {
    match timeout(PATIENCE, store.ping()).await {
        Ok(Ok(())) => answer(StatusCode::OK, "ok"),
        _ => answer(StatusCode::SERVICE_UNAVAILABLE, "database unavailable"),
    }
}

fn answer(status: StatusCode, words: &str) -> HttpResponse {
    HttpResponse::build(status).insert_header(("cache-control", "no-store")).json(json!({ "status": words }))
}
