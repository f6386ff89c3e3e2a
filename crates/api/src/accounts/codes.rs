//! Codes by SMS, and the caller's phone number.

use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use kamachat_application::{
    Services,
    accounts::{BindPhoneInput, CodeRequest, CodeSignInInput},
};
use kamachat_domain::accounts::Phone;
use kamachat_protocol::{
    Problem,
    accounts::{
        Account, AuthSession, BindPhone, PhoneState, RemovePhone, RequestSmsCode, SmsCodeSent, SmsLogin,
    },
};
use kamachat_web_kit::{Body, Caller, Client, Refusal};

use super::{cookie::Web, wire};

/// Sends a code to a number. The answer does not tell whether an account has it.
#[utoipa::path(
    post,
    path = "/api/v1/auth/sms-codes",
    tag = "accounts",
    security((), ("bearer" = [])),
    request_body = RequestSmsCode,
    responses(
        (status = 202, body = SmsCodeSent),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn send_sms_code(
    services: Data<Services>,
    client: Client,
    web: Web,
    caller: Result<Caller, Refusal>,
    body: Body<RequestSmsCode>,
) -> Result<HttpResponse, Refusal> {
    let RequestSmsCode { phone, purpose, device_token } = body.into_inner();
    let actor = if purpose.is_for_members() { Some(caller?.0) } else { None };
    let request = CodeRequest { phone, purpose, device_token: web.device_token(device_token) };
    let sent = services.accounts.send_code(request, actor.as_ref(), &client.0).await?;
    let (expires_in, retry_after) = (sent.expires_in.as_secs(), sent.retry_after.as_secs());
    Ok(HttpResponse::Accepted().json(SmsCodeSent { expires_in, retry_after }))
}

/// Signs in with a number and the code that was sent to it. As in `auth/login`, two-step sign-in answers the
/// right code without `otp` by `auth.otp_required`; the code stays good for that.
#[utoipa::path(
    post,
    path = "/api/v1/auth/login/sms",
    tag = "accounts",
    security(()),
    request_body = SmsLogin,
    params(("X-Client" = Option<String>, Header, description = "`web`: the refresh token travels as a cookie only")),
    responses(
        (status = 200, body = AuthSession),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn login_by_sms(
    services: Data<Services>,
    client: Client,
    web: Web,
    body: Body<SmsLogin>,
) -> Result<HttpResponse, Refusal> {
    let SmsLogin { phone, code, device_token, otp, restore } = body.into_inner();
    let input = CodeSignInInput { phone, code, otp, device_token: web.device_token(device_token), restore };
    let signed_in = services.accounts.sign_in_by_code(input, &client.0).await?;
    Ok(web.answer(HttpResponse::Ok(), signed_in))
}

/// The caller's number, and whether the account has a password besides.
#[utoipa::path(
    get,
    path = "/api/v1/me/phone",
    tag = "accounts",
    responses(
        (status = 200, body = PhoneState),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn phone_state(
    services: Data<Services>,
    caller: Caller,
) -> Result<Json<PhoneState>, Refusal> {
    let view = services.accounts.phone_state(&caller.0).await?;
    let phone = view.phone.as_ref().map(Phone::as_str).map(str::to_owned);
    Ok(Json(PhoneState { phone, password_set: view.password_set }))
}

/// Adds a number to the caller's account, or changes it.
#[utoipa::path(
    post,
    path = "/api/v1/me/phone",
    tag = "accounts",
    request_body = BindPhone,
    responses(
        (status = 200, body = Account),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn bind_phone(
    services: Data<Services>,
    caller: Caller,
    body: Body<BindPhone>,
) -> Result<Json<Account>, Refusal> {
    let BindPhone { phone, code, password, otp } = body.into_inner();
    let input = BindPhoneInput { phone, code, password, otp };
    let account = services.accounts.bind_phone(&caller.0, input).await?;
    Ok(Json(wire::account(account)))
}

/// Takes the number off the caller's account, which must have a password to sign in with.
#[utoipa::path(
    delete,
    path = "/api/v1/me/phone",
    tag = "accounts",
    request_body = RemovePhone,
    responses(
        (status = 200, body = Account),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove_phone(
    services: Data<Services>,
    caller: Caller,
    body: Body<RemovePhone>,
) -> Result<Json<Account>, Refusal> {
    let RemovePhone { password, otp } = body.into_inner();
    let account = services.accounts.remove_phone(&caller.0, &password, otp.as_deref()).await?;
    Ok(Json(wire::account(account)))
}
