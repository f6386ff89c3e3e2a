use actix_web::web::{Data, Json};
use kamachat_application::Services;
use kamachat_domain::{accounts::AvatarError, ids::ConversationId};
use kamachat_protocol::{Problem, groups::Group};
use kamachat_web_kit::{Caller, PathId, Refusal, Upload};

use super::wire;

/// Makes the middle square of a JPEG, PNG, GIF or WebP file of at most 5 MiB the group's picture. It is drawn
/// anew: what else is in the file is dropped.
#[utoipa::path(
    put,
    path = "/api/v1/groups/{id}/avatar",
    tag = "groups",
    params(("id" = ConversationId, Path)),
    request_body(content = String, content_type = "image/*", description = "The file itself"),
    responses(
        (status = 200, body = Group),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set_group_picture(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    upload: Upload,
) -> Result<Json<Group>, Refusal> {
    services.groups.may_set_picture(&caller.0, id.0).await?;
    let picture = upload.image(AvatarError::LARGEST_FILE, AvatarError::TooLarge).await?;
    let group = services.groups.set_picture(&caller.0, id.0, picture).await?;
    Ok(Json(wire::group(group)))
}

/// Takes the group's picture away.
#[utoipa::path(
    delete,
    path = "/api/v1/groups/{id}/avatar",
    tag = "groups",
    params(("id" = ConversationId, Path)),
    responses(
        (status = 200, body = Group),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove_group_picture(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
) -> Result<Json<Group>, Refusal> {
    let group = services.groups.remove_picture(&caller.0, id.0).await?;
    Ok(Json(wire::group(group)))
}
