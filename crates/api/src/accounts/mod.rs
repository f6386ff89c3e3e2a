//! Accounts: registration, sign-in, the caller's own account and its devices.

pub(crate) mod avatar;
pub(crate) mod codes;
mod cookie;
pub(crate) mod email;
pub(crate) mod external;
pub(crate) mod handlers;
pub(crate) mod own_data;
pub(crate) mod presence;
pub(crate) mod profile;
pub(crate) mod second_factor;
pub(crate) mod sessions;
mod wire;

use actix_web::web::{ServiceConfig, delete, get, patch, post, put, resource};
pub(crate) use wire::profile;

pub(crate) fn configure(cfg: &mut ServiceConfig) {
    cfg.service(resource("/auth/policy").route(get().to(handlers::policy)))
        .service(resource("/auth/register").route(post().to(handlers::register)))
        .service(resource("/auth/login").route(post().to(handlers::login)))
        .service(resource("/auth/login/external").route(post().to(external::login_external)))
        .service(resource("/auth/login/sms").route(post().to(codes::login_by_sms)))
        .service(resource("/auth/sms-codes").route(post().to(codes::send_sms_code)))
        .service(resource("/auth/refresh").route(post().to(handlers::refresh)))
        .service(resource("/auth/logout").route(post().to(handlers::logout)))
        .service(resource("/auth/email/verify").route(post().to(email::verify_email)))
        .service(resource("/auth/password/forgot").route(post().to(email::forgot_password)))
        .service(resource("/auth/password/reset").route(post().to(email::reset_password)))
        .service(resource("/me/email").route(post().to(email::change_email)))
        .service(resource("/me/email/verify").route(post().to(email::send_verification)))
        .service(
            resource("/me/phone")
                .route(get().to(codes::phone_state))
                .route(post().to(codes::bind_phone))
                .route(delete().to(codes::remove_phone)),
        )
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
        .service(
            resource("/me")
                .route(get().to(handlers::me))
                .route(patch().to(profile::change))
                .route(delete().to(own_data::leave)),
        )
        .service(
            resource("/me/settings")
                .route(get().to(profile::settings))
                .route(put().to(profile::change_settings)),
        )
        .service(
            resource("/me/totp")
                .route(get().to(second_factor::state))
                .route(post().to(second_factor::enrol))
                .route(delete().to(second_factor::switch_off)),
        )
        .service(
            resource("/me/avatar")
                .route(put().to(avatar::set_avatar))
                .route(delete().to(avatar::remove_avatar)),
        )
        .service(resource("/avatars/{id}/{size}").route(get().to(avatar::avatar)))
        .service(
            resource("/me/export")
                .route(get().to(own_data::export_state))
                .route(post().to(own_data::ask_export)),
        )
        .service(resource("/me/export/link").route(post().to(own_data::export_link)))
        .service(resource("/exports").route(get().to(own_data::download_export)))
        .service(resource("/me/totp/confirm").route(post().to(second_factor::confirm)))
        .service(resource("/socket-tickets").route(post().to(handlers::socket_ticket)));
}
