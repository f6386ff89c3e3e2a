//! Who has read a message.

use actix_web::web::{Data, Json};
use kamachat_application::Services;
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::{Problem, messages::MessageReaders};
use kamachat_web_kit::{Caller, PathIds, Refusal};

use super::wire;

/// Who has read a message, as far as they let it be seen.
#[utoipa::path(
    get,
    path = "/api/v1/conversations/{id}/messages/{seq}/readers",
    tag = "messages",
    params(("id" = ConversationId, Path), ("seq" = i64, Path)),
    responses(
        (status = 200, body = MessageReaders),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn message_readers(
    services: Data<Services>,
    caller: Caller,
    ids: PathIds<ConversationId, i64>,
) -> Result<Json<MessageReaders>, Refusal> {
    let view = services.messages.readers(&caller.0, ids.0, ids.1).await?;
    Ok(Json(wire::readers(view)))
}
