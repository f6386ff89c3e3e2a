//! Sending messages on.

use actix_web::web::{Data, Json};
use kamachat_application::{Services, messages::Forward};
use kamachat_domain::Fault;
use kamachat_protocol::{
    Problem,
    messages::{ForwardMessages, ForwardedMessages, ForwardedTo, MAX_COPIES},
};
use kamachat_web_kit::{Body, Caller, Refusal};

use super::wire;

/// Sends messages on to other conversations, one each or all as one. The answer comes after the commits; a retry with
/// the same `client_msg_id` sends nothing twice.
#[utoipa::path(
    post,
    path = "/api/v1/messages/forward",
    tag = "messages",
    request_body = ForwardMessages,
    responses(
        (status = 200, body = ForwardedMessages),
        (status = "4XX", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn forward_messages(
    services: Data<Services>,
    caller: Caller,
    body: Body<ForwardMessages>,
) -> Result<Json<ForwardedMessages>, Refusal> {
    let ForwardMessages { messages, mut to, client_msg_id, merged } = body.into_inner();
    to.sort_unstable();
    to.dedup();
    if !merged && messages.len() * to.len() > MAX_COPIES {
        return Err(Refusal::invalid("request.invalid", "these are too many copies").at("to"));
    }
    let originals = messages.into_iter().map(|place| (place.conversation_id, place.seq)).collect();
    let forward = Forward { originals, to, client_msg_id, merged };
    let done = services.messages.forward(&caller.0, &forward).await?;
    let item = |done: &kamachat_application::messages::ForwardedTo| ForwardedTo {
        conversation_id: done.conversation_id,
        messages: done.messages.iter().map(|message| wire::message(message)).collect(),
        code: done.refused.map(|refused| refused.code().to_owned()),
    };
    Ok(Json(ForwardedMessages { items: done.iter().map(item).collect() }))
}
