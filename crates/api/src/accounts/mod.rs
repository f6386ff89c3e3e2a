//! Accounts: registration, sign-in, the caller's own account.

mod cookie;
pub(crate) mod handlers;
mod wire;

use actix_web::web::{ServiceConfig, get, post, resource};
pub(crate) use wire::profile;

pub(crate) fn configure(cfg: &mut ServiceConfig) {
    cfg.service(resource("/auth/policy").route(get().to(handlers::policy)))
        .service(resource("/auth/register").route(post().to(handlers::register)))
        .service(resource("/auth/login").route(post().to(handlers::login)))
        .service(resource("/auth/refresh").route(post().to(handlers::refresh)))
        .service(resource("/auth/logout").route(post().to(handlers::logout)))
        .service(resource("/me").route(get().to(handlers::me)))
        .service(resource("/socket-tickets").route(post().to(handlers::socket_ticket)));
}
