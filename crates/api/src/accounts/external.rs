use actix_web::{HttpResponse, web::Data};
use kamachat_application::Services;
use kamachat_protocol::{
    Problem,
    accounts::{AuthSession, LoginExternal},
};
use kamachat_web_kit::{Body, Client, Refusal};

use super::cookie::Web;

/// Exchanges a token of a back end that this server trusts for an ordinary session. The first one of a person
/// makes an account. A token is used up by it.
#[utoipa::path(
    post,
    path = "/api/v1/auth/login/external",
    tag = "accounts",
    security(()),
    request_body = LoginExternal,
    params(("X-Client" = Option<String>, Header, description = "`web`: the refresh token travels as a cookie only")),
    responses(
        (status = 200, body = AuthSession),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn login_external(
    services: Data<Services>,
    client: Client,
    web: Web,
    body: Body<LoginExternal>,
) -> Result<HttpResponse, Refusal> {
    let signed_in = services.accounts.sign_in_external(&body.into_inner().token, &client.0).await?;
    Ok(web.answer(HttpResponse::Ok(), signed_in))
}
