//! Contacts: looking people up, friend requests, the contact list, blocks.

pub(crate) mod blocks;
pub(crate) mod handlers;
mod wire;

use actix_web::web::{ServiceConfig, delete, get, patch, post, put, resource};

use crate::accounts::presence;

pub(crate) fn configure(cfg: &mut ServiceConfig) {
    cfg.service(resource("/users").route(get().to(handlers::find_users)))
        // Before the ids, which it would be one of.
        .service(resource("/users/online").route(get().to(presence::online)))
        .service(resource("/users/{id}").route(get().to(handlers::user)))
        .service(resource("/contacts").route(get().to(handlers::contacts)))
        .service(
            resource("/contacts/{id}")
                .route(patch().to(handlers::change_contact))
                .route(delete().to(handlers::delete_contact)),
        )
        .service(resource("/blocks").route(get().to(blocks::blocks)))
        .service(resource("/blocks/{id}").route(put().to(blocks::block)).route(delete().to(blocks::unblock)))
        .service(resource("/friend-requests/{id}").route(delete().to(handlers::withdraw_request)))
        .service(
            resource("/friend-requests")
                .route(get().to(handlers::friend_requests))
                .route(post().to(handlers::request_friend)),
        )
        .service(resource("/friend-requests/{id}/accept").route(post().to(handlers::accept_friend)))
        .service(resource("/friend-requests/{id}/refuse").route(post().to(handlers::refuse_friend)));
}
