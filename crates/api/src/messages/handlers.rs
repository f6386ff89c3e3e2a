use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use kamachat_application::Services;
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::{
    Page, Problem,
    messages::{Message, NewMessage, SentMessage},
};
use kamachat_web_kit::{Body, Caller, PathId, Query, Refusal};

use super::{window::HistoryQuery, wire};

/// Part of the history, ascending. Without `before`, `after` and `around`: the newest messages.
#[utoipa::path(
    get,
    path = "/api/v1/conversations/{id}/messages",
    tag = "messages",
    params(("id" = ConversationId, Path), HistoryQuery),
    responses(
        (status = 200, body = Page<Message>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn history(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    query: Query<HistoryQuery>,
) -> Result<Json<Page<Message>>, Refusal> {
    let (window, limit) = query.parse()?;
    let page = services.messages.history(&caller.0, id.0, window, limit).await?;
    Ok(Json(wire::history(&page)))
}

/// Sends a message. The answer comes after the commit; a retry with the same `client_msg_id` gets the same message.
#[utoipa::path(
    post,
    path = "/api/v1/conversations/{id}/messages",
    tag = "messages",
    params(("id" = ConversationId, Path)),
    request_body = NewMessage,
    responses(
        (status = 201, body = SentMessage),
        (status = 200, description = "It was stored by an earlier try", body = SentMessage),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn send(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    body: Body<NewMessage>,
) -> Result<HttpResponse, Refusal> {
    let message = wire::new_message(id.0, body.into_inner())?;
    let outcome = services.messages.send(&caller.0, message).await?;
    Ok(wire::sent(&outcome))
}
