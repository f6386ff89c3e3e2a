use actix_web::web::{Data, Json};
use kamachat_application::Services;
use kamachat_protocol::{
    Problem,
    accounts::{Account, ProfileChange, Settings, SettingsChange},
};
use kamachat_web_kit::{Body, Caller, Refusal};

use super::wire;

/// Changes the caller's profile. What is left out stays; `null` clears.
#[utoipa::path(
    patch,
    path = "/api/v1/me",
    tag = "accounts",
    request_body = ProfileChange,
    responses(
        (status = 200, body = Account),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change(
    services: Data<Services>,
    caller: Caller,
    body: Body<ProfileChange>,
) -> Result<Json<Account>, Refusal> {
    let change = wire::profile_change(body.into_inner());
    let account = services.accounts.change_profile(&caller.0, change).await?;
    Ok(Json(wire::account(account)))
}

/// The caller's settings.
#[utoipa::path(
    get,
    path = "/api/v1/me/settings",
    tag = "accounts",
    responses(
        (status = 200, body = Settings),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn settings(services: Data<Services>, caller: Caller) -> Result<Json<Settings>, Refusal> {
    let settings = services.accounts.settings(&caller.0).await?;
    Ok(Json(wire::settings(settings)))
}

/// Changes settings; the caller's other devices learn of it.
#[utoipa::path(
    put,
    path = "/api/v1/me/settings",
    tag = "accounts",
    request_body = SettingsChange,
    responses(
        (status = 200, body = Settings),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_settings(
    services: Data<Services>,
    caller: Caller,
    body: Body<SettingsChange>,
) -> Result<Json<Settings>, Refusal> {
    let change = wire::settings_change(body.into_inner());
    let settings = services.accounts.change_settings(&caller.0, change).await?;
    Ok(Json(wire::settings(settings)))
}
