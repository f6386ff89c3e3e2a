//! Messages: history and sending.

pub(crate) mod handlers;
mod window;
mod wire;

use actix_web::web::{ServiceConfig, get, post, resource};
pub(crate) use wire::message;

pub(crate) fn configure(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/conversations/{id}/messages")
            .route(get().to(handlers::history))
            .route(post().to(handlers::send)),
    );
}
