use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use kamachat_application::{Services, accounts::SignInInput};
use kamachat_protocol::{
    Problem,
    accounts::{Account, AuthPolicy, AuthSession, Login, Refresh, Register, SocketTicket},
};
use kamachat_web_kit::{Body, Caller, Client, Refusal};

use super::{cookie::Web, wire};

/// What a form for registration has to ask.
#[utoipa::path(
    get,
    path = "/api/v1/auth/policy",
    tag = "accounts",
    security(()),
    responses((status = 200, body = AuthPolicy))
)]
pub(crate) async fn policy(services: Data<Services>) -> Result<Json<AuthPolicy>, Refusal> {
    let policy = services.accounts.policy().await?;
    Ok(Json(wire::policy(policy)))
}

/// Creates an account and signs it in. The first account of a server becomes its administrator.
#[utoipa::path(
    post,
    path = "/api/v1/auth/register",
    tag = "accounts",
    security(()),
    request_body = Register,
    params(("X-Client" = Option<String>, Header, description = "`web`: the refresh token travels as a cookie only")),
    responses(
        (status = 201, body = AuthSession),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn register(
    services: Data<Services>,
    client: Client,
    web: Web,
    body: Body<Register>,
) -> Result<HttpResponse, Refusal> {
    let input = wire::registration(body.into_inner());
    let signed_in = services.accounts.register(input, &client.0).await?;
    Ok(web.answer(HttpResponse::Created(), signed_in))
}

/// Signs in with a user name or an e-mail address. Where two-step sign-in is on, the right password without
/// `otp` is answered by `auth.otp_required`; an account that is about to be erased by `account.deletion_pending`,
/// unless `restore` says to keep it.
#[utoipa::path(
    post,
    path = "/api/v1/auth/login",
    tag = "accounts",
    security(()),
    request_body = Login,
    params(("X-Client" = Option<String>, Header, description = "`web`: the refresh token travels as a cookie only")),
    responses(
        (status = 200, body = AuthSession),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn login(
    services: Data<Services>,
    client: Client,
    web: Web,
    body: Body<Login>,
) -> Result<HttpResponse, Refusal> {
    let Login { login, password, otp, device_token, restore } = body.into_inner();
    let input = SignInInput { login, password, otp, device_token: web.device_token(device_token), restore };
    let signed_in = services.accounts.sign_in(input, &client.0).await?;
    Ok(web.answer(HttpResponse::Ok(), signed_in))
}

/// Exchanges a refresh token for new tokens. Each is good for one exchange; using one again ends the session.
#[utoipa::path(
    post,
    path = "/api/v1/auth/refresh",
    tag = "accounts",
    security(()),
    request_body = Refresh,
    params(("X-Client" = Option<String>, Header, description = "`web`: the refresh token travels as a cookie only")),
    responses(
        (status = 200, body = AuthSession),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn refresh(
    services: Data<Services>,
    client: Client,
    web: Web,
    body: Body<Refresh>,
) -> Result<HttpResponse, Refusal> {
    let token = web.refresh_token(body.into_inner())?;
    let signed_in = services.accounts.refresh(&token, &client.0).await?;
    Ok(web.answer(HttpResponse::Ok(), signed_in))
}

/// Ends the session: its tokens are refused and its sockets close.
#[utoipa::path(
    post,
    path = "/api/v1/auth/logout",
    tag = "accounts",
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn logout(
    services: Data<Services>,
    caller: Caller,
    web: Web,
) -> Result<HttpResponse, Refusal> {
    services.accounts.sign_out(&caller.0).await?;
    Ok(web.goodbye())
}

/// The caller's own account.
#[utoipa::path(
    get,
    path = "/api/v1/me",
    tag = "accounts",
    responses(
        (status = 200, body = Account),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn me(services: Data<Services>, caller: Caller) -> Result<Json<Account>, Refusal> {
    let account = services.accounts.me(&caller.0).await?;
    Ok(Json(wire::account(account)))
}

/// A ticket that opens one socket, for browsers, which cannot send a header with the upgrade.
#[utoipa::path(
    post,
    path = "/api/v1/socket-tickets",
    tag = "accounts",
    responses(
        (status = 201, body = SocketTicket),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn socket_ticket(services: Data<Services>, caller: Caller) -> Result<HttpResponse, Refusal> {
    let (ticket, expires_in) = services.accounts.issue_ticket(&caller.0).await?;
    Ok(HttpResponse::Created().json(SocketTicket { ticket, expires_in }))
}
