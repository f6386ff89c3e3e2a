//! Reactions and pins.

use actix_web::web::{Data, Json};
use kamachat_application::Services;
use kamachat_domain::{ids::ConversationId, messages::Emoji};
use kamachat_protocol::{
    Page, Problem,
    messages::{Message, PinnedMessage},
};
use kamachat_web_kit::{Caller, PathEnd, PathId, PathIds, Refusal};

use super::wire;

/// Reacts to a message with one emoji.
#[utoipa::path(
    put,
    path = "/api/v1/conversations/{id}/messages/{seq}/reactions/{emoji}",
    tag = "messages",
    params(("id" = ConversationId, Path), ("seq" = i64, Path), ("emoji" = String, Path)),
    responses(
        (status = 200, body = Message),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn react(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, i64>,
    emoji: PathEnd,
) -> Result<Json<Message>, Refusal> {
    let emoji = Emoji::parse(&emoji.0)?;
    let view = services.changes.react(&caller.0, ids.0, ids.1, &emoji).await?;
    Ok(Json(wire::message(&view)))
}

/// Takes a reaction back.
#[utoipa::path(
    delete,
    path = "/api/v1/conversations/{id}/messages/{seq}/reactions/{emoji}",
    tag = "messages",
    params(("id" = ConversationId, Path), ("seq" = i64, Path), ("emoji" = String, Path)),
    responses(
        (status = 200, body = Message),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn unreact(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, i64>,
    emoji: PathEnd,
) -> Result<Json<Message>, Refusal> {
    let emoji = Emoji::parse(&emoji.0)?;
    let view = services.changes.unreact(&caller.0, ids.0, ids.1, &emoji).await?;
    Ok(Json(wire::message(&view)))
}

/// Pins a message for everybody in the conversation.
#[utoipa::path(
    put,
    path = "/api/v1/conversations/{id}/messages/{seq}/pin",
    tag = "messages",
    params(("id" = ConversationId, Path), ("seq" = i64, Path)),
    responses(
        (status = 200, body = Message),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn pin_message(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, i64>,
) -> Result<Json<Message>, Refusal> {
    let view = services.changes.pin(&caller.0, ids.0, ids.1, true).await?;
    Ok(Json(wire::message(&view)))
}

/// Pins a message no more.
#[utoipa::path(
    delete,
    path = "/api/v1/conversations/{id}/messages/{seq}/pin",
    tag = "messages",
    params(("id" = ConversationId, Path), ("seq" = i64, Path)),
    responses(
        (status = 200, body = Message),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn unpin_message(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, i64>,
) -> Result<Json<Message>, Refusal> {
    let view = services.changes.pin(&caller.0, ids.0, ids.1, false).await?;
    Ok(Json(wire::message(&view)))
}

/// The pinned messages, the newest pin first; 50 at most.
#[utoipa::path(
    get,
    path = "/api/v1/conversations/{id}/pins",
    tag = "messages",
    params(("id" = ConversationId, Path)),
    responses(
        (status = 200, body = Page<PinnedMessage>),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn pinned_messages(
    services: Data<Services>,
    caller: Caller,
    id: PathId<ConversationId>,
) -> Result<Json<Page<PinnedMessage>>, Refusal> {
    let pins = services.changes.pins(&caller.0, id.0).await?;
    Ok(Json(Page { items: pins.iter().map(wire::pinned).collect(), next_cursor: None }))
}
