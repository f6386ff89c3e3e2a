//! Groups: making and changing them, the people in them, and how they come in.

mod cursor;
pub(crate) mod entry;
pub(crate) mod handlers;
pub(crate) mod invites;
pub(crate) mod members;
pub(crate) mod picture;
mod wire;

use actix_web::web::{ServiceConfig, delete, get, patch, post, put, resource};
pub(crate) use cursor::RosterCursor;
pub(crate) use wire::brief;

pub(crate) fn configure(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/groups").route(get().to(handlers::search_groups)).route(post().to(handlers::create_group)),
    )
    .service(
        resource("/groups/{id}")
            .route(get().to(handlers::group))
            .route(patch().to(handlers::change_group))
            .route(delete().to(handlers::dissolve_group)),
    )
    .service(
        resource("/groups/{id}/avatar")
            .route(put().to(picture::set_group_picture))
            .route(delete().to(picture::remove_group_picture)),
    )
    .service(resource("/groups/{id}/dissolve").route(post().to(handlers::dissolve_group_by_post)))
    .service(resource("/groups/{id}/transfer").route(post().to(handlers::transfer_group)))
    .service(resource("/groups/{id}/leave").route(post().to(members::leave_group)))
    .service(resource("/groups/{id}/join").route(post().to(entry::join_group)))
    .configure(people)
    .configure(entries);
}

fn people(cfg: &mut ServiceConfig) {
    cfg.service(
        resource("/groups/{id}/members")
            .route(get().to(members::group_members))
            .route(post().to(members::add_members)),
    )
    .service(
        resource("/groups/{id}/members/{user_id}")
            .route(patch().to(members::change_member))
            .route(delete().to(members::remove_member)),
    )
    .service(resource("/groups/{id}/bans").route(get().to(members::group_bans)))
    .service(resource("/groups/{id}/bans/{user_id}").route(delete().to(members::unban_member)));
}

fn entries(cfg: &mut ServiceConfig) {
    cfg.service(resource("/groups/{id}/requests").route(get().to(entry::group_requests)))
        .service(
            resource("/groups/{id}/requests/{request_id}/accept")
                .route(post().to(entry::accept_group_request)),
        )
        .service(
            resource("/groups/{id}/requests/{request_id}/refuse")
                .route(post().to(entry::refuse_group_request)),
        )
        .service(
            resource("/groups/{id}/invites")
                .route(get().to(invites::group_invites))
                .route(post().to(invites::create_group_invite)),
        )
        .service(
            resource("/groups/{id}/invites/{invite_id}").route(delete().to(invites::revoke_group_invite)),
        )
        .service(resource("/invites/{code}").route(get().to(invites::preview_invite)))
        .service(resource("/invites/{code}/join").route(post().to(invites::join_by_invite)));
}
