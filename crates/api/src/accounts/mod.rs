//! Accounts: registration, sign-in, the caller's own account and its devices.

mod cookie;
pub(crate) mod handlers;
pub(crate) mod sessions;
mod wire;

use actix_web::web::{ServiceConfig, delete, get, patch, post, resource};
pub(crate) use wire::profile;

pub(crate) fn configure(cfg: &mut ServiceConfig) {
    cfg.service(resource("/auth/policy").route(get().to(handlers::policy)))
        .service(resource("/auth/register").route(post().to(handlers::register)))
        .service(resource("/auth/login").route(post().to(handlers::login)))
        .service(resource("/auth/refresh").route(post().to(handlers::refresh)))
        .service(resource("/auth/logout").route(post().to(handlers::logout)))
        .service(resource("/me/password").route(post().to(sessions::change_password)))
        .service(
            resource("/me/sessions")
                .route(get().to(sessions::sessions))
                .route(delete().to(sessions::end_sessions)),
        )
        .service(
            resource("/me/sessions/{id}")
                .route(patch().to(sessions::rename_session))
                .route(delete().to(sessions::end_session)),
        )
        .service(resource("/me").route(get().to(handlers::me)))
        .service(resource("/socket-tickets").route(post().to(handlers::socket_ticket)));
}
