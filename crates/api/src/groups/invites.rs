use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use kamachat_application::Services;
use kamachat_domain::{
    accounts::InviteCode,
    ids::{ConversationId, GroupInviteId},
};
use kamachat_protocol::{
    Page, Problem,
    groups::{GroupCard, GroupInvite, JoinGroup, JoinResult, NewGroupInvite, NewInvite},
};
use kamachat_web_kit::{Body, Caller, PathId, PathIds, PathText, Query, Refusal};

use super::wire;
use crate::paging::{ListQuery, page};

/// Invitations that are good, newest first: admins see all, others their own. Without the codes.
#[utoipa::path(
    get,
    path = "/api/v1/groups/{id}/invites",
    tag = "groups",
    params(("id" = ConversationId, Path), ListQuery),
    responses(
        (status = 200, body = Page<GroupInvite>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn group_invites(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    query: Query<ListQuery>,
) -> Result<Json<Page<GroupInvite>>, Refusal> {
    let (before, limit) = query.parse()?;
    let invites = services.groups.invites(&caller.0, id.0, before, limit).await?;
    Ok(Json(page(invites, limit, |view| view.invite.id, wire::invite)))
}

/// Makes an invitation. Its code is told this once.
#[utoipa::path(
    post,
    path = "/api/v1/groups/{id}/invites",
    tag = "groups",
    params(("id" = ConversationId, Path)),
    request_body = NewInvite,
    responses(
        (status = 201, body = NewGroupInvite),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_group_invite(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    body: Body<NewInvite>,
) -> Result<HttpResponse, Refusal> {
    let NewInvite { max_uses, hours } = body.into_inner();
    let invite = services.groups.invite(&caller.0, id.0, max_uses, hours).await?;
    Ok(HttpResponse::Created().json(wire::new_invite(invite)))
}

/// Ends an invitation: admins any, others their own.
#[utoipa::path(
    delete,
    path = "/api/v1/groups/{id}/invites/{invite_id}",
    tag = "groups",
    params(("id" = ConversationId, Path), ("invite_id" = GroupInviteId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn revoke_group_invite(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, GroupInviteId>,
) -> Result<HttpResponse, Refusal> {
    services.groups.revoke_invite(&caller.0, ids.0, ids.1).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// What one would join by an invitation.
#[utoipa::path(
    get,
    path = "/api/v1/invites/{code}",
    tag = "groups",
    params(("code" = String, Path)),
    responses(
        (status = 200, body = GroupCard),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn preview_invite(
    services: Data<Services>,
    caller: Caller,
    code: PathText,
) -> Result<Json<GroupCard>, Refusal> {
    let card = services.groups.preview(&caller.0, &InviteCode::typed(&code.0)).await?;
    Ok(Json(wire::card(card)))
}

/// Joins by an invitation, or asks to.
#[utoipa::path(
    post,
    path = "/api/v1/invites/{code}/join",
    tag = "groups",
    params(("code" = String, Path)),
    request_body = JoinGroup,
    responses(
        (status = 200, body = JoinResult),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn join_by_invite(
    services: Data<Services>,
    caller: Caller,
    code: PathText,
    body: Body<JoinGroup>,
) -> Result<Json<JoinResult>, Refusal> {
    let (code, note) = (InviteCode::typed(&code.0), body.into_inner().note);
    let joined = services.groups.join_by_invite(&caller.0, &code, &note).await?;
    Ok(Json(wire::joined(joined)))
}
