//! Between the wire and the use cases of messages.

use actix_web::HttpResponse;
use kamachat_application::messages::{HistoryPage, MessageView, SendOutcome, SenderView};
use kamachat_domain::{
    ids::ClientMsgId,
    messages::{Body, MessageError, MessageKind, Text},
};
use kamachat_protocol::{
    Page,
    messages::{Message, MessageBody, NewMessage, Sender, SentMessage, TextBody},
};

pub(crate) fn new_message(message: NewMessage) -> Result<(ClientMsgId, Body), MessageError> {
    let NewMessage { client_msg_id, kind, body } = message;
    let body = match MessageKind::parse(&kind)? {
        // A list would be read as the fields in their order.
        MessageKind::Text if !body.is_object() => return Err(MessageError::BodyInvalid),
        MessageKind::Text => {
            let TextBody { text } = serde_json::from_value(body).map_err(|_| MessageError::BodyInvalid)?;
            Body::Text(Text::parse(text)?)
        }
        MessageKind::System => return Err(MessageError::KindUnsupported),
    };
    Ok((client_msg_id, body))
}

pub(crate) fn message(view: &MessageView) -> Message {
    let MessageView { message, sender, subjects } = view;
    Message {
        id: message.id,
        conversation_id: message.conversation_id,
        seq: message.seq,
        cnt: message.cnt,
        rev: message.rev,
        client_msg_id: message.client_msg_id,
        sender: person(sender),
        kind: message.body.kind().as_str().to_owned(),
        body: body(&message.body, subjects),
        created_at: message.created_at,
    }
}

fn person(view: &SenderView) -> Sender {
    Sender { id: view.id, name: view.name.clone(), avatar: None }
}

fn body(body: &Body, subjects: &[SenderView]) -> MessageBody {
    match body {
        Body::Text(text) => MessageBody::text(text.as_str().to_owned()),
        Body::System(event) => MessageBody {
            text: String::new(),
            event: Some(event.kind),
            subjects: subjects.iter().map(person).collect(),
            count: Some(event.count),
            value: event.value.clone(),
            until: event.until,
        },
    }
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
