//! The public HTTP interface of KamaChat: REST under `/api/v1` and the WebSocket upgrade at `/ws`.
//!
//! A handler has three statements: translate in, call the use case, translate out. No rule lives here, and
//! nothing here knows a database. Start with [`configure`] and [`openapi::document`].

mod accounts;
mod contacts;
mod conversations;
mod messages;
pub mod openapi;
mod paging;

use actix_web::web::{self, ServiceConfig};

/// Mounts the REST routes. Needs `Data<Services>` and `Data<Edge>` in the application.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.service(
        web::scope("/api/v1")
            .configure(accounts::configure)
            .configure(contacts::configure)
            .configure(conversations::configure)
            .configure(messages::configure)
            .service(web::resource("/openapi.json").route(web::get().to(openapi::serve))),
    );
}
