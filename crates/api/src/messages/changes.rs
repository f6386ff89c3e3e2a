use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use kamachat_application::Services;
use kamachat_domain::{ids::ConversationId, messages::Text};
use kamachat_protocol::{
    Page, Problem,
    messages::{ChangedMessages, EarlierText, EditMessage, Message},
};
use kamachat_web_kit::{Body, Caller, PathId, PathIds, Query, Refusal};
use serde::Deserialize;
use utoipa::IntoParams;

use super::wire;

/// Where a device is.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChangesQuery {
    /// The last change that the client knows: 0 or more.
    #[param(value_type = i64, minimum = 0)]
    since: String,
}

/// Messages that were changed after `since`, as they are now, by their newest change; 200 at most.
#[utoipa::path(
    get,
    path = "/api/v1/conversations/{id}/changes",
    tag = "messages",
    params(("id" = ConversationId, Path), ChangesQuery),
    responses(
        (status = 200, body = ChangedMessages),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn message_changes(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
    query: Query<ChangesQuery>,
) -> Result<Json<ChangedMessages>, Refusal> {
    let since = super::window::number(&query.since)?;
    let page = services.changes.since(&caller.0, id.0, since).await?;
    Ok(Json(wire::changed(id.0, &page)))
}

/// Gives an own text other words, for as long as the server allows. The texts before stay to be seen.
#[utoipa::path(
    patch,
    path = "/api/v1/conversations/{id}/messages/{seq}",
    tag = "messages",
    params(("id" = ConversationId, Path), ("seq" = i64, Path)),
    request_body = EditMessage,
    responses(
        (status = 200, body = Message),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn edit_message(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, i64>,
    body: Body<EditMessage>,
) -> Result<Json<Message>, Refusal> {
    let EditMessage { body, version } = body.into_inner();
    let text = Text::parse(body.text)?;
    let view = services.changes.edit(&caller.0, ids.0, ids.1, &text, version).await?;
    Ok(Json(wire::message(&view)))
}

/// The texts that a message had before, the first one first.
#[utoipa::path(
    get,
    path = "/api/v1/conversations/{id}/messages/{seq}/edits",
    tag = "messages",
    params(("id" = ConversationId, Path), ("seq" = i64, Path)),
    responses(
        (status = 200, body = Page<EarlierText>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn earlier_texts(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, i64>,
) -> Result<Json<Page<EarlierText>>, Refusal> {
    let texts = services.changes.earlier_texts(&caller.0, ids.0, ids.1).await?;
    Ok(Json(Page { items: texts.into_iter().map(wire::earlier).collect(), next_cursor: None }))
}

/// Takes a message back: its sender soon after sending it, admins of a group those of members below them.
#[utoipa::path(
    post,
    path = "/api/v1/conversations/{id}/messages/{seq}/recall",
    tag = "messages",
    params(("id" = ConversationId, Path), ("seq" = i64, Path)),
    responses(
        (status = 200, body = Message),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn recall_message(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, i64>,
) -> Result<Json<Message>, Refusal> {
    let view = services.changes.recall(&caller.0, ids.0, ids.1).await?;
    Ok(Json(wire::message(&view)))
}

/// Deletes a message for the caller alone.
#[utoipa::path(
    delete,
    path = "/api/v1/conversations/{id}/messages/{seq}",
    tag = "messages",
    params(("id" = ConversationId, Path), ("seq" = i64, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete_message_for_me(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, i64>,
) -> Result<HttpResponse, Refusal> {
    services.changes.hide(&caller.0, ids.0, ids.1).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Clears the history of a conversation for the caller alone.
#[utoipa::path(
    delete,
    path = "/api/v1/conversations/{id}/messages",
    tag = "messages",
    params(("id" = ConversationId, Path)),
    responses(
        (status = 204),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn clear_history(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
) -> Result<HttpResponse, Refusal> {
    services.changes.clear(&caller.0, id.0).await?;
    Ok(HttpResponse::NoContent().finish())
}
