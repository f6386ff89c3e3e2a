use actix_web::web::{Data, Json};
use kamachat_application::Services;
use kamachat_domain::ids::{ConversationId, GroupRequestId};
use kamachat_protocol::{
    Page, Problem,
    groups::{GroupRequest, JoinGroup, JoinResult},
};
use kamachat_web_kit::{Body, Caller, PathId, PathIds, Query, Refusal};

use super::wire;
use crate::paging::{ListQuery, page};

/// Joins a group that can be found, or asks to.
#[utoipa::path(
    post,
    path = "/api/v1/groups/{id}/join",
    tag = "groups",
    params(("id" = ConversationId, Path)),
    request_body = JoinGroup,
    responses(
        (status = 200, body = JoinResult),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn join_group(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    body: Body<JoinGroup>,
) -> Result<Json<JoinResult>, Refusal> {
    let joined = services.groups.join(&caller.0, id.0, &body.into_inner().note).await?;
    Ok(Json(wire::joined(joined)))
}

/// Who wants to come in, the longest waiting first.
#[utoipa::path(
    get,
    path = "/api/v1/groups/{id}/requests",
    tag = "groups",
    params(("id" = ConversationId, Path), ListQuery),
    responses(
        (status = 200, body = Page<GroupRequest>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn group_requests(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    query: Query<ListQuery>,
) -> Result<Json<Page<GroupRequest>>, Refusal> {
    let (after, limit) = query.parse()?;
    let requests = services.groups.requests(&caller.0, id.0, after, limit).await?;
    Ok(Json(page(requests, limit, |view| view.request.id, wire::request)))
}

/// Lets somebody in who asked.
#[utoipa::path(
    post,
    path = "/api/v1/groups/{id}/requests/{request_id}/accept",
    tag = "groups",
    params(("id" = ConversationId, Path), ("request_id" = GroupRequestId, Path)),
    responses(
        (status = 200, body = GroupRequest),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn accept_group_request(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, GroupRequestId>,
) -> Result<Json<GroupRequest>, Refusal> {
    let request = services.groups.decide(&caller.0, ids.0, ids.1, true).await?;
    Ok(Json(wire::request(request)))
}

/// Says no to somebody who asked.
#[utoipa::path(
    post,
    path = "/api/v1/groups/{id}/requests/{request_id}/refuse",
    tag = "groups",
    params(("id" = ConversationId, Path), ("request_id" = GroupRequestId, Path)),
    responses(
        (status = 200, body = GroupRequest),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn refuse_group_request(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, GroupRequestId>,
) -> Result<Json<GroupRequest>, Refusal> {
    let request = services.groups.decide(&caller.0, ids.0, ids.1, false).await?;
    Ok(Json(wire::request(request)))
}
