//! Messages: history, sending, and what is changed afterwards.

pub(crate) mod changes;
pub(crate) mod forward;
pub(crate) mod handlers;
pub(crate) mod marks;
pub(crate) mod readers;
mod window;
mod wire;

use actix_web::web::{ServiceConfig, delete, get, patch, post, put, resource};
pub(crate) use wire::message;

pub(crate) fn configure(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/conversations/{id}/messages")
            .route(get().to(handlers::history))
            .route(post().to(handlers::send))
            .route(delete().to(changes::clear_history)),
    )
    .service(resource("/conversations/{id}/changes").route(get().to(changes::message_changes)))
    .service(resource("/conversations/{id}/pins").route(get().to(marks::pinned_messages)))
    .service(resource("/messages/forward").route(post().to(forward::forward_messages)))
    .configure(one);
}

fn one(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/conversations/{id}/messages/{seq}")
            .route(patch().to(changes::edit_message))
            .route(delete().to(changes::delete_message_for_me)),
    )
    .service(resource("/conversations/{id}/messages/{seq}/edits").route(get().to(changes::earlier_texts)))
    .service(resource("/conversations/{id}/messages/{seq}/readers").route(get().to(readers::message_readers)))
    .service(resource("/conversations/{id}/messages/{seq}/recall").route(post().to(changes::recall_message)))
    .service(
        resource("/conversations/{id}/messages/{seq}/pin")
            .route(put().to(marks::pin_message))
            .route(delete().to(marks::unpin_message)),
    )
    .service(
        resource("/conversations/{id}/messages/{seq}/reactions/{emoji}")
            .route(put().to(marks::react))
            .route(delete().to(marks::unreact)),
    );
}
