//! What people tell whoever runs the server.

pub(crate) mod handlers;

use actix_web::web::{ServiceConfig, post, resource};

pub(crate) fn configure(cfg: &mut ServiceConfig) {
    cfg.service(resource("/reports").route(post().to(handlers::report)));
}
