use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use kamachat_application::Services;
use kamachat_domain::{Limit, ids::ConversationId};
use kamachat_protocol::{
    Page, Problem,
    groups::{Group, GroupCard, GroupChange, NewGroup, TransferGroup},
};
use kamachat_web_kit::{Body, Caller, PathId, Query, Refusal};
use serde::Deserialize;
use utoipa::IntoParams;

use super::wire;

/// What to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchQuery {
    /// Part of the name, at least two characters; case does not matter.
    q: String,
    /// Most groups to answer, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// Groups that want to be found, the largest first.
#[utoipa::path(
    get,
    path = "/api/v1/groups",
    tag = "groups",
    params(SearchQuery),
    responses(
        (status = 200, body = Page<GroupCard>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn search_groups(
    services: Data<Services>,
    caller: Caller,
    query: Query<SearchQuery>,
) -> Result<Json<Page<GroupCard>>, Refusal> {
    let limit = Limit::parse(query.limit)?;
    let found = services.groups.search(&caller.0, &query.q, limit).await?;
    Ok(Json(Page { items: found.into_iter().map(wire::card).collect(), next_cursor: None }))
}

/// Makes a group of the caller, who owns it, and some of his contacts.
#[utoipa::path(
    post,
    path = "/api/v1/groups",
    tag = "groups",
    request_body = NewGroup,
    responses(
        (status = 201, body = Group),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create_group(
    services: Data<Services>,
    caller: Caller,
    body: Body<NewGroup>,
) -> Result<HttpResponse, Refusal> {
    let NewGroup { name, member_ids } = body.into_inner();
    let group = services.groups.create(&caller.0, &name, &member_ids).await?;
    Ok(HttpResponse::Created().json(wire::group(group)))
}

/// A group of the caller.
#[utoipa::path(
    get,
    path = "/api/v1/groups/{id}",
    tag = "groups",
    params(("id" = ConversationId, Path)),
    responses(
        (status = 200, body = Group),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn group(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
) -> Result<Json<Group>, Refusal> {
    let group = services.groups.get(&caller.0, id.0).await?;
    Ok(Json(wire::group(group)))
}

/// Changes a group. What is left out stays.
#[utoipa::path(
    patch,
    path = "/api/v1/groups/{id}",
    tag = "groups",
    params(("id" = ConversationId, Path)),
    request_body = GroupChange,
    responses(
        (status = 200, body = Group),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_group(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    body: Body<GroupChange>,
) -> Result<Json<Group>, Refusal> {
    let change = wire::change(body.into_inner());
    let group = services.groups.change(&caller.0, id.0, change).await?;
    Ok(Json(wire::group(group)))
}

/// Ends a group: its members can read it and nothing else.
#[utoipa::path(
    delete,
    path = "/api/v1/groups/{id}",
    tag = "groups",
    params(("id" = ConversationId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn dissolve_group(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
) -> Result<HttpResponse, Refusal> {
    services.groups.dissolve(&caller.0, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The same as `DELETE groups/{id}`.
#[utoipa::path(
    post,
    path = "/api/v1/groups/{id}/dissolve",
    tag = "groups",
    params(("id" = ConversationId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn dissolve_group_by_post(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
) -> Result<HttpResponse, Refusal> {
    services.groups.dissolve(&caller.0, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Makes another member the owner; the caller stays as an admin.
#[utoipa::path(
    post,
    path = "/api/v1/groups/{id}/transfer",
    tag = "groups",
    params(("id" = ConversationId, Path)),
    request_body = TransferGroup,
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn transfer_group(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    body: Body<TransferGroup>,
) -> Result<HttpResponse, Refusal> {
    services.groups.transfer(&caller.0, id.0, body.into_inner().user_id).await?;
    Ok(HttpResponse::NoContent().finish())
}
