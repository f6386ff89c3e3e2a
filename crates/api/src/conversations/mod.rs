//! Conversations: the list, one of it, read positions.

mod cursor;
pub(crate) mod handlers;
pub(crate) mod settings;
mod wire;

use actix_web::web::{ServiceConfig, get, patch, post, put, resource};
pub(crate) use cursor::ActivityCursor;

pub(crate) fn configure(cfg: &mut ServiceConfig) {
    cfg.service(resource("/conversations").route(get().to(handlers::conversations)))
        .service(resource("/conversations/direct").route(post().to(handlers::open_direct)))
        .service(
            resource("/conversations/{id}")
                .route(get().to(handlers::conversation))
                .route(patch().to(settings::change_conversation)),
        )
        .service(resource("/conversations/{id}/read").route(put().to(handlers::mark_read)))
        .service(resource("/unread-count").route(get().to(handlers::unread_count)));
}
