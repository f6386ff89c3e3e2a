//! The caller's data: taken along, and erased.

use actix_web::{
    HttpResponse,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    web::{Data, Json},
};
use futures_util::stream::try_unfold;
use kamachat_application::{Services, accounts::export::Download};
use kamachat_protocol::{
    Problem,
    accounts::{Confirmation, Export, ExportLink, Leaving},
};
use kamachat_web_kit::{Body, Caller, Query, Refusal};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{cookie::Web, wire};

/// How far the caller's newest archive is.
#[utoipa::path(
    get,
    path = "/api/v1/me/export",
    tag = "accounts",
    responses(
        (status = 200, body = Export),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn export_state(services: Data<Services>, caller: Caller) -> Result<Json<Export>, Refusal> {
    let export = services.accounts.export(&caller.0).await?;
    Ok(Json(wire::export(export)))
}

/// Asks for an archive of everything that the caller may see: once a day. The event `export` tells when it is
/// ready.
#[utoipa::path(
    post,
    path = "/api/v1/me/export",
    tag = "accounts",
    request_body = Confirmation,
    responses(
        (status = 202, body = Export),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn ask_export(
    services: Data<Services>,
    caller: Caller,
    body: Body<Confirmation>,
) -> Result<HttpResponse, Refusal> {
    let Confirmation { password, otp } = body.into_inner();
    let export = services.accounts.ask_export(&caller.0, &password, otp.as_deref()).await?;
    Ok(HttpResponse::Accepted().json(wire::export(Some(export))))
}

/// A link to the archive that works once within 15 minutes; an earlier one works no more.
#[utoipa::path(
    post,
    path = "/api/v1/me/export/link",
    tag = "accounts",
    request_body = Confirmation,
    responses(
        (status = 201, body = ExportLink),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn export_link(
    services: Data<Services>,
    caller: Caller,
    body: Body<Confirmation>,
) -> Result<HttpResponse, Refusal> {
    let Confirmation { password, otp } = body.into_inner();
    let link = services.accounts.export_link(&caller.0, &password, otp.as_deref()).await?;
    let url = format!("/api/v1/exports?token={}", link.token);
    Ok(HttpResponse::Created().json(ExportLink { url, expires_at: link.expires_at }))
}

/// What a link holds.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct LinkQuery {
    token: String,
}

/// The archive that a link leads to, as a ZIP file. It is erased within an hour.
#[utoipa::path(
    get,
    path = "/api/v1/exports",
    tag = "accounts",
    security(()),
    params(LinkQuery),
    responses(
        (status = 200, body = String, content_type = "application/zip"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn download_export(
    services: Data<Services>,
    query: Query<LinkQuery>,
) -> Result<HttpResponse, Refusal> {
    let Download { export, file } = services.accounts.download(&query.token).await?;
    let name = format!("kamachat-{}.zip", export.requested_at.format("%Y-%m-%d"));
    let length = file.length();
    let pieces = try_unfold(file, |mut file| async move {
        let piece = file.next().await.map_err(|_| std::io::Error::other("the archive cannot be read"))?;
        Ok::<_, std::io::Error>(piece.map(|piece| (piece, file)))
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/zip"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .no_chunking(length)
        .streaming(Box::pin(pieces)))
}

/// Marks the caller's account to be erased in a week. Every session ends, this one too; signing in with
/// `restore` takes it back.
#[utoipa::path(
    delete,
    path = "/api/v1/me",
    tag = "accounts",
    request_body = Confirmation,
    responses(
        (status = 200, body = Leaving),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn leave(
    services: Data<Services>,
    caller: Caller,
    web: Web,
    body: Body<Confirmation>,
) -> Result<HttpResponse, Refusal> {
    let Confirmation { password, otp } = body.into_inner();
    let erases_at = services.accounts.leave(&caller.0, &password, otp.as_deref()).await?;
    Ok(web.farewell(&Leaving { erases_at }))
}
