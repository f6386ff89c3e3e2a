use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use kamachat_application::Services;
use kamachat_domain::ids::AccountId;
use kamachat_protocol::{Page, Problem, contacts::BlockedPerson};
use kamachat_web_kit::{Caller, PathId, Query, Refusal};

use super::wire;
use crate::paging::{ListQuery, page};

/// The people whom the caller keeps away.
#[utoipa::path(
    get,
    path = "/api/v1/blocks",
    tag = "contacts",
    params(ListQuery),
    responses(
        (status = 200, body = Page<BlockedPerson>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn blocks(
    services: Data<Services>,
    caller: Caller,
    query: Query<ListQuery>,
) -> Result<Json<Page<BlockedPerson>>, Refusal> {
    let (after, limit) = query.parse()?;
    let blocks = services.contacts.blocks(&caller.0, after, limit).await?;
    Ok(Json(page(blocks, limit, |view| view.block.peer_id, wire::blocked)))
}

/// Keeps a person away: neither can write to the other, and the other one is not told.
#[utoipa::path(
    put,
    path = "/api/v1/blocks/{id}",
    tag = "contacts",
    params(("id" = AccountId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn block(
    services: Data<Services>,
    caller: Caller,
    id: PathId<AccountId>,
) -> Result<HttpResponse, Refusal> {
    services.contacts.block(&caller.0, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ends a block.
#[utoipa::path(
    delete,
    path = "/api/v1/blocks/{id}",
    tag = "contacts",
    params(("id" = AccountId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn unblock(
    services: Data<Services>,
    caller: Caller,
    id: PathId<AccountId>,
) -> Result<HttpResponse, Refusal> {
    services.contacts.unblock(&caller.0, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}
