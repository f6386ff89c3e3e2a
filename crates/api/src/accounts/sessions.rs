//! The caller's password and the devices that he is signed in on.

use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use kamachat_application::Services;
use kamachat_domain::ids::SessionId;
use kamachat_protocol::{
    Page, Problem,
    accounts::{ChangePassword, RenameSession, Session},
};
use kamachat_web_kit::{Body, Caller, Client, PathId, Query, Refusal};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{cookie::Web, wire};
use crate::paging::{ListQuery, page};

/// Changes the password. Every other session ends at once; the one that asks stays.
#[utoipa::path(
    post,
    path = "/api/v1/me/password",
    tag = "accounts",
    request_body = ChangePassword,
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_password(
    services: Data<Services>,
    caller: Caller,
    client: Client,
    body: Body<ChangePassword>,
) -> Result<HttpResponse, Refusal> {
    let ChangePassword { current_password, new_password } = body.into_inner();
    let changed =
        services.accounts.change_password(&caller.0, &current_password, new_password, &client.0).await;
    changed.map_err(wire::new_password)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Where the caller is signed in, newest sign-in first.
#[utoipa::path(
    get,
    path = "/api/v1/me/sessions",
    tag = "accounts",
    params(ListQuery),
    responses(
        (status = 200, body = Page<Session>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn sessions(
    services: Data<Services>,
    caller: Caller,
    query: Query<ListQuery>,
) -> Result<Json<Page<Session>>, Refusal> {
    let (before, limit) = query.parse()?;
    let sessions = services.accounts.sessions(&caller.0, before, limit).await?;
    Ok(Json(page(sessions, limit, |view| view.session.id, wire::session)))
}

/// Names the device of a session.
#[utoipa::path(
    patch,
    path = "/api/v1/me/sessions/{id}",
    tag = "accounts",
    params(("id" = SessionId, Path)),
    request_body = RenameSession,
    responses(
        (status = 200, body = Session),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn rename_session(
    services: Data<Services>,
    caller: Caller,
    id: PathId<SessionId>,
    body: Body<RenameSession>,
) -> Result<Json<Session>, Refusal> {
    let session = services.accounts.rename_session(&caller.0, id.0, &body.into_inner().name).await?;
    Ok(Json(wire::session(session)))
}

/// Signs a device out: its tokens are refused and its sockets close.
#[utoipa::path(
    delete,
    path = "/api/v1/me/sessions/{id}",
    tag = "accounts",
    params(("id" = SessionId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end_session(
    services: Data<Services>,
    caller: Caller,
    web: Web,
    id: PathId<SessionId>,
) -> Result<HttpResponse, Refusal> {
    services.accounts.end_session(&caller.0, id.0).await?;
    Ok(if id.0 == caller.0.session_id { web.goodbye() } else { HttpResponse::NoContent().finish() })
}

/// Which sessions to end.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EndQuery {
    /// Whether the session that asks ends too; else it stays.
    #[serde(default)]
    all: bool,
}

/// Signs all other devices out, and with `all=true` this one too.
#[utoipa::path(
    delete,
    path = "/api/v1/me/sessions",
    tag = "accounts",
    params(EndQuery),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn end_sessions(
    services: Data<Services>,
    caller: Caller,
    web: Web,
    query: Query<EndQuery>,
) -> Result<HttpResponse, Refusal> {
    services.accounts.end_sessions(&caller.0, query.all).await?;
    Ok(if query.all { web.goodbye() } else { HttpResponse::NoContent().finish() })
}
