//! The built web client, embedded and served with its headers.
//!
//! Optimised builds carry the files of `apps/web/dist`; other builds read them from disk. This crate knows
//! nothing of the API: it is mounted behind it and takes what is left. A missing script is a 404 and never a
//! page, because a browser would try to run the page.

mod answer;
mod negotiate;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, StatusCode, header},
    web::{self, ServiceConfig},
};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "../../apps/web/dist"]
struct Client;

/// Takes every request that no route took.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.default_service(web::to(serve));
}

async fn serve(req: HttpRequest) -> HttpResponse {
    let path = req.path().trim_start_matches('/');
    if is_reserved(path) {
        return HttpResponse::NotFound().finish();
    }
    if !matches!(*req.method(), Method::GET | Method::HEAD) {
        return HttpResponse::build(StatusCode::METHOD_NOT_ALLOWED)
            .insert_header((header::ALLOW, "GET, HEAD"))
            .finish();
    }
    let page = answer::file(&req, if path.is_empty() { "index.html" } else { path });
    let page = page.or_else(|| is_navigation(&req, path).then(|| answer::file(&req, "index.html")).flatten());
    page.unwrap_or_else(|| HttpResponse::NotFound().body("not found"))
}

/// What belongs to the API, whether it has such a route or not.
fn is_reserved(path: &str) -> bool {
    matches!(path.split('/').next(), Some("api" | "ws" | "health"))
}

/// Whether a person goes to an address of the client itself, such as `/chats/…`.
fn is_navigation(req: &HttpRequest, path: &str) -> bool {
    let has_extension = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    let accepts_pages = req
        .headers()
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    !has_extension && accepts_pages
}
