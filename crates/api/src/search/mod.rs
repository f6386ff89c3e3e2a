//! Search: messages, people and groups.

pub(crate) mod handlers;
mod wire;

use actix_web::web::{ServiceConfig, get, resource};

pub(crate) fn configure(cfg: &mut ServiceConfig) {
    cfg.service(resource("/search/messages").route(get().to(handlers::search_messages)))
        .service(resource("/search/people").route(get().to(handlers::search_people)));
}
