use actix_web::web::{Data, Json};
use kamachat_application::Services;
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::{
    Page, Problem,
    conversations::{Conversation, MarkRead, OpenDirect, ReadState, UnreadCount},
};
use kamachat_web_kit::{Body, Caller, PathId, Query, Refusal};

use super::{cursor::ActivityCursor, wire};
use crate::paging::{ListQuery, page};

/// The caller's conversations, newest activity first.
#[utoipa::path(
    get,
    path = "/api/v1/conversations",
    tag = "conversations",
    params(ListQuery),
    responses(
        (status = 200, body = Page<Conversation>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn conversations(
    services: Data<Services>,
    caller: Caller,
    query: Query<ListQuery>,
) -> Result<Json<Page<Conversation>>, Refusal> {
    let (after, limit) = query.parse::<ActivityCursor>()?;
    let views = services.conversations.list(&caller.0, after.map(|cursor| cursor.0), limit).await?;
    Ok(Json(page(views, limit, ActivityCursor::after, wire::conversation)))
}

/// One conversation of the caller.
#[utoipa::path(
    get,
    path = "/api/v1/conversations/{id}",
    tag = "conversations",
    params(("id" = ConversationId, Path)),
    responses(
        (status = 200, body = Conversation),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn conversation(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
) -> Result<Json<Conversation>, Refusal> {
    let view = services.conversations.get(&caller.0, id.0).await?;
    Ok(Json(wire::conversation(view)))
}

/// The direct chat with a contact, or the saved messages with the own id; made when there is none.
#[utoipa::path(
    post,
    path = "/api/v1/conversations/direct",
    tag = "conversations",
    request_body = OpenDirect,
    responses(
        (status = 200, body = Conversation),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn open_direct(
    services: Data<Services>,
    caller: Caller,
    body: Body<OpenDirect>,
) -> Result<Json<Conversation>, Refusal> {
    let peer = body.into_inner().user_id;
    let view = services.conversations.open_direct(&caller.0, peer).await?;
    Ok(Json(wire::conversation(view)))
}

/// Everything up to a message is read. Answers after the commit.
#[utoipa::path(
    put,
    path = "/api/v1/conversations/{id}/read",
    tag = "conversations",
    params(("id" = ConversationId, Path)),
    request_body = MarkRead,
    responses(
        (status = 200, body = ReadState),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn mark_read(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    body: Body<MarkRead>,
) -> Result<Json<ReadState>, Refusal> {
    let seq = body.into_inner().seq;
    let view = services.conversations.mark_read(&caller.0, id.0, seq).await?;
    Ok(Json(wire::read_state(view)))
}

/// Unread messages over the conversations that are in the list and not silent.
#[utoipa::path(
    get,
    path = "/api/v1/unread-count",
    tag = "conversations",
    responses(
        (status = 200, body = UnreadCount),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn unread_count(
    services: Data<Services>,
    caller: Caller,
) -> Result<Json<UnreadCount>, Refusal> {
    let total = services.conversations.total_unread(&caller.0).await?;
    Ok(Json(UnreadCount { total }))
}
