use actix_web::{HttpResponse, web::Data};
use kamachat_application::Services;
use kamachat_protocol::{
    Problem,
    accounts::{ChangeEmail, ForgotPassword, ResetPassword, VerifyEmail},
};
use kamachat_web_kit::{Body, Caller, Client, Refusal};

/// Uses the link of a mail to an address: the address is verified, or takes the place of the earlier one.
#[utoipa::path(
    post,
    path = "/api/v1/auth/email/verify",
    tag = "accounts",
    security(()),
    request_body = VerifyEmail,
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn verify_email(
    services: Data<Services>,
    client: Client,
    body: Body<VerifyEmail>,
) -> Result<HttpResponse, Refusal> {
    services.accounts.verify_email(&body.into_inner().token, &client.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Asks for a link to choose another password. The answer is the same whether anybody has this name.
#[utoipa::path(
    post,
    path = "/api/v1/auth/password/forgot",
    tag = "accounts",
    security(()),
    request_body = ForgotPassword,
    responses(
        (status = 202),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn forgot_password(
    services: Data<Services>,
    client: Client,
    body: Body<ForgotPassword>,
) -> Result<HttpResponse, Refusal> {
    services.accounts.forgot_password(&body.into_inner().login, &client.0).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Chooses another password by the link of a mail. Every session of the account ends.
#[utoipa::path(
    post,
    path = "/api/v1/auth/password/reset",
    tag = "accounts",
    security(()),
    request_body = ResetPassword,
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn reset_password(
    services: Data<Services>,
    client: Client,
    body: Body<ResetPassword>,
) -> Result<HttpResponse, Refusal> {
    let ResetPassword { token, password } = body.into_inner();
    services.accounts.reset_password(&token, password, &client.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Begins to change the address of the account: a link is sent to the new one, and counts when it is used.
#[utoipa::path(
    post,
    path = "/api/v1/me/email",
    tag = "accounts",
    request_body = ChangeEmail,
    responses(
        (status = 202),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_email(
    services: Data<Services>,
    caller: Caller,
    client: Client,
    body: Body<ChangeEmail>,
) -> Result<HttpResponse, Refusal> {
    let ChangeEmail { email, password, otp } = body.into_inner();
    let proof = (password.as_str(), otp.as_deref());
    services.accounts.change_email(&caller.0, &email, proof, &client.0).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Sends the link that verifies the address once more; earlier links end.
#[utoipa::path(
    post,
    path = "/api/v1/me/email/verify",
    tag = "accounts",
    responses(
        (status = 202),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn send_verification(
    services: Data<Services>,
    caller: Caller,
    client: Client,
) -> Result<HttpResponse, Refusal> {
    services.accounts.verify_again(&caller.0, &client.0).await?;
    Ok(HttpResponse::Accepted().finish())
}
