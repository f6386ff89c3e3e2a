//! Pictures of people.

use std::future::{Ready, ready};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    dev::Payload,
    web::{Data, Json},
};
use kamachat_application::Services;
use kamachat_domain::{
    accounts::{AvatarError, AvatarSize},
    ids::AvatarId,
};
use kamachat_protocol::{Problem, accounts::Account};
use kamachat_web_kit::{Caller, PathId, Refusal, Upload};

use super::wire;

/// Makes the middle square of a JPEG, PNG, GIF or WebP file of at most 5 MiB the caller's picture. It is drawn
/// anew: what else is in the file is dropped.
#[utoipa::path(
    put,
    path = "/api/v1/me/avatar",
    tag = "accounts",
    request_body(content = String, content_type = "image/*", description = "The file itself"),
    responses(
        (status = 200, body = Account),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set_avatar(
    services: Data<Services>,
    caller: Caller,
    upload: Upload,
) -> Result<Json<Account>, Refusal> {
    let picture = upload.image(AvatarError::LARGEST_FILE, AvatarError::TooLarge).await?;
    let account = services.accounts.set_avatar(&caller.0, picture).await?;
    Ok(Json(wire::account(account)))
}

/// Takes the caller's picture away.
#[utoipa::path(
    delete,
    path = "/api/v1/me/avatar",
    tag = "accounts",
    responses(
        (status = 200, body = Account),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove_avatar(
    services: Data<Services>,
    caller: Caller,
) -> Result<Json<Account>, Refusal> {
    let account = services.accounts.remove_avatar(&caller.0).await?;
    Ok(Json(wire::account(account)))
}

/// The `{size}` of a path.
pub(crate) struct Size(AvatarSize);

impl FromRequest for Size {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let pixels = req.match_info().get("size").and_then(|text| text.parse().ok());
        let size = pixels.and_then(AvatarSize::of).map(Self);
        let no_size =
            || Refusal::invalid("request.invalid", "a picture has 64, 160 or 640 pixels").at("size");
        ready(size.ok_or_else(no_size))
    }
}

/// A version of somebody's picture. It never changes, but who may see it does: no cache on the way keeps it.
#[utoipa::path(
    get,
    path = "/api/v1/avatars/{id}/{size}",
    tag = "accounts",
    params(
        ("id" = AvatarId, Path),
        ("size" = u32, Path, description = "Pixels of a side: 64, 160 or 640"),
    ),
    responses(
        (status = 200, body = String, content_type = "image/jpeg"),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn avatar(
    services: Data<Services>,
    caller: Caller,
    id: PathId<AvatarId>,
    size: Size,
) -> Result<HttpResponse, Refusal> {
    let picture = services.accounts.avatar(&caller.0, id.0, size.0).await?;
    Ok(HttpResponse::Ok().content_type("image/jpeg").body(picture))
}
