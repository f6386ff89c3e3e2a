//! The public HTTP interface of KamaChat: REST under `/api/v1` and the WebSocket upgrade at `/ws`.
//!
//! A handler has three statements: translate in, call the use case, translate out. No rule lives here, and
//! nothing here knows a database. Start with [`Api::mount`] and [`openapi::document`].

mod accounts;
mod admin;
mod contacts;
mod conversations;
mod groups;
mod messages;
mod mount;
pub mod openapi;
mod paging;
mod search;
pub mod socket;

pub use mount::Api;
pub use paging::cursors;

use actix_web::web::{self, ServiceConfig};

fn rest(cfg: &mut ServiceConfig) {
    cfg.service(
        web::scope("/api/v1")
            .configure(accounts::configure)
            .configure(contacts::configure)
            .configure(conversations::configure)
            .configure(groups::configure)
            .configure(messages::configure)
            .configure(search::configure)
            .configure(admin::configure)
            .service(web::resource("/openapi.json").route(web::get().to(openapi::serve))),
    );
}
