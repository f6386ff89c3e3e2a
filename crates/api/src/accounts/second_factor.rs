use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use kamachat_application::Services;
use kamachat_protocol::{
    Problem,
    accounts::{ConfirmTotp, EnrolTotp, RecoveryCodes, RemoveTotp, TotpEnrolment, TotpState},
};
use kamachat_web_kit::{Body, Caller, Client, Refusal};

use super::wire;

/// Whether the caller's two-step sign-in is on.
#[utoipa::path(
    get,
    path = "/api/v1/me/totp",
    tag = "accounts",
    responses(
        (status = 200, body = TotpState),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn state(services: Data<Services>, caller: Caller) -> Result<Json<TotpState>, Refusal> {
    let view = services.accounts.second_factor(&caller.0).await?;
    Ok(Json(TotpState { enabled: view.on, recovery_codes_left: view.recovery_left }))
}

/// Begins to set up two-step sign-in. It protects nothing before it is confirmed; a new call replaces it.
#[utoipa::path(
    post,
    path = "/api/v1/me/totp",
    tag = "accounts",
    request_body = EnrolTotp,
    responses(
        (status = 201, body = TotpEnrolment),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn enrol(
    services: Data<Services>,
    caller: Caller,
    body: Body<EnrolTotp>,
) -> Result<HttpResponse, Refusal> {
    let enrolment = services.accounts.enrol_totp(&caller.0, &body.into_inner().password).await?;
    Ok(HttpResponse::Created().json(wire::enrolment(enrolment)))
}

/// Switches two-step sign-in on. Every other session ends.
#[utoipa::path(
    post,
    path = "/api/v1/me/totp/confirm",
    tag = "accounts",
    request_body = ConfirmTotp,
    responses(
        (status = 200, body = RecoveryCodes),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn confirm(
    services: Data<Services>,
    caller: Caller,
    client: Client,
    body: Body<ConfirmTotp>,
) -> Result<Json<RecoveryCodes>, Refusal> {
    let codes = services.accounts.confirm_totp(&caller.0, &body.into_inner().code, &client.0).await?;
    Ok(Json(wire::recovery_codes(&codes)))
}

/// Switches two-step sign-in off. Every other session ends.
#[utoipa::path(
    delete,
    path = "/api/v1/me/totp",
    tag = "accounts",
    request_body = RemoveTotp,
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn switch_off(
    services: Data<Services>,
    caller: Caller,
    client: Client,
    body: Body<RemoveTotp>,
) -> Result<HttpResponse, Refusal> {
    let RemoveTotp { password, otp } = body.into_inner();
    services.accounts.switch_off_totp(&caller.0, &password, &otp, &client.0).await?;
    Ok(HttpResponse::NoContent().finish())
}
