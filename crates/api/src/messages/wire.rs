//! Between the wire and the use cases of messages.

use actix_web::HttpResponse;
use kamachat_application::messages::{HistoryPage, Outgoing, SendOutcome};
use kamachat_domain::{ids::ConversationId, messages::MessageError};
use kamachat_protocol::{
    Page,
    messages::{Message, NewMessage, SentMessage},
};
use kamachat_realtime::wire;

pub(crate) use wire::message;

pub(crate) fn new_message(
    conversation_id: ConversationId,
    message: NewMessage,
) -> Result<Outgoing, MessageError> {
    let NewMessage { client_msg_id, kind, body, reply_to, mentions } = message;
    let (body, refs) = (wire::body(&kind, body)?, wire::refs(reply_to, mentions)?);
    Ok(Outgoing { conversation_id, client_msg_id, body, refs })
}

pub(crate) fn history(page: &HistoryPage) -> Page<Message> {
    Page {
        items: page.messages.iter().map(message).collect(),
        next_cursor: page.next.map(|seq| seq.to_string()),
    }
}

pub(crate) fn sent(outcome: &SendOutcome) -> HttpResponse {
    let mut builder = if outcome.duplicate { HttpResponse::Ok() } else { HttpResponse::Created() };
    builder.json(SentMessage { message: message(&outcome.message), duplicate: outcome.duplicate })
}
