use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use kamachat_application::Services;
use kamachat_domain::ids::{AccountId, ConversationId};
use kamachat_protocol::{
    Page, Problem,
    groups::{AddMembers, AddedMembers, GroupMember, MemberChange},
};
use kamachat_web_kit::{Body, Caller, PathId, PathIds, Query, Refusal};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{cursor::RosterCursor, wire};
use crate::paging::{ListQuery, page, within};

/// Which members.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct MembersQuery {
    /// Part of the name within the group, the nickname or the user name.
    q: Option<String>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Size of a page, 1 to 200; 50 when absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// How a member is put out.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RemoveQuery {
    /// He cannot come back.
    #[serde(default)]
    ban: bool,
}

/// Members by role, then by time of joining.
#[utoipa::path(
    get,
    path = "/api/v1/groups/{id}/members",
    tag = "groups",
    params(("id" = ConversationId, Path), MembersQuery),
    responses(
        (status = 200, body = Page<GroupMember>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn group_members(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    query: Query<MembersQuery>,
) -> Result<Json<Page<GroupMember>>, Refusal> {
    let (after, limit) = within::<RosterCursor>(query.cursor.as_deref(), query.limit)?;
    let after = after.map(|cursor| cursor.0);
    let members = services.groups.members(&caller.0, id.0, query.q.as_deref(), after, limit).await?;
    Ok(Json(page(members, limit, RosterCursor::after, wire::member)))
}

/// Brings contacts of the caller into a group.
#[utoipa::path(
    post,
    path = "/api/v1/groups/{id}/members",
    tag = "groups",
    params(("id" = ConversationId, Path)),
    request_body = AddMembers,
    responses(
        (status = 200, body = AddedMembers),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn add_members(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    body: Body<AddMembers>,
) -> Result<Json<AddedMembers>, Refusal> {
    let added = services.groups.add(&caller.0, id.0, &body.into_inner().user_ids).await?;
    Ok(Json(wire::added(added)))
}

/// Changes role, name within the group and silence of a member.
#[utoipa::path(
    patch,
    path = "/api/v1/groups/{id}/members/{user_id}",
    tag = "groups",
    params(("id" = ConversationId, Path), ("user_id" = AccountId, Path)),
    request_body = MemberChange,
    responses(
        (status = 200, body = GroupMember),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change_member(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, AccountId>,
    body: Body<MemberChange>,
) -> Result<Json<GroupMember>, Refusal> {
    let change = wire::member_change(body.into_inner());
    let member = services.groups.change_member(&caller.0, ids.0, ids.1, change).await?;
    Ok(Json(wire::member(member)))
}

/// Puts a member out.
#[utoipa::path(
    delete,
    path = "/api/v1/groups/{id}/members/{user_id}",
    tag = "groups",
    params(("id" = ConversationId, Path), ("user_id" = AccountId, Path), RemoveQuery),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove_member(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, AccountId>,
    query: Query<RemoveQuery>,
) -> Result<HttpResponse, Refusal> {
    services.groups.remove(&caller.0, ids.0, ids.1, query.ban).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Who may not come back.
#[utoipa::path(
    get,
    path = "/api/v1/groups/{id}/bans",
    tag = "groups",
    params(("id" = ConversationId, Path), ListQuery),
    responses(
        (status = 200, body = Page<GroupMember>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn group_bans(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    query: Query<ListQuery>,
) -> Result<Json<Page<GroupMember>>, Refusal> {
    let (after, limit) = query.parse::<RosterCursor>()?;
    let banned = services.groups.bans(&caller.0, id.0, after.map(|cursor| cursor.0), limit).await?;
    Ok(Json(page(banned, limit, RosterCursor::after, wire::member)))
}

/// Lets a banned person come back some day.
#[utoipa::path(
    delete,
    path = "/api/v1/groups/{id}/bans/{user_id}",
    tag = "groups",
    params(("id" = ConversationId, Path), ("user_id" = AccountId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn unban_member(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, AccountId>,
) -> Result<HttpResponse, Refusal> {
    services.groups.unban(&caller.0, ids.0, ids.1).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The caller goes.
#[utoipa::path(
    post,
    path = "/api/v1/groups/{id}/leave",
    tag = "groups",
    params(("id" = ConversationId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn leave_group(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
) -> Result<HttpResponse, Refusal> {
    services.groups.leave(&caller.0, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}
