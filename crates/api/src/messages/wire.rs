//! Between the wire and the use cases of messages.

use actix_web::HttpResponse;
use kamachat_application::messages::{HistoryPage, MessageView, SendOutcome};
use kamachat_domain::{
    ids::ClientMsgId,
    messages::{Body, MessageError, MessageKind, Text},
};
use kamachat_protocol::{
    Page,
    messages::{Message, MessageBody, NewCard, NewMessage, Sender, SentMessage, TextBody},
};

use crate::accounts::profile;

pub(crate) fn new_message(message: NewMessage) -> Result<(ClientMsgId, Body), MessageError> {
    let NewMessage { client_msg_id, kind, body } = message;
    let body = match MessageKind::parse(&kind)? {
        MessageKind::Deleted => return Err(MessageError::KindUnsupported),
        // A list would be read as the fields in their order.
        _ if !body.is_object() => return Err(MessageError::BodyInvalid),
        MessageKind::Text => {
            let TextBody { text } = serde_json::from_value(body).map_err(|_| MessageError::BodyInvalid)?;
            Body::Text(Text::parse(text)?)
        }
        MessageKind::Card => {
            let NewCard { user_id } = serde_json::from_value(body).map_err(|_| MessageError::BodyInvalid)?;
            Body::Card(user_id)
        }
    };
    Ok((client_msg_id, body))
}

pub(crate) fn message(view: &MessageView) -> Message {
    let MessageView { message, sender, card } = view;
    Message {
        id: message.id,
        conversation_id: message.conversation_id,
        seq: message.seq,
        cnt: message.cnt,
        rev: message.rev,
        client_msg_id: message.client_msg_id,
        sender: Sender {
            id: sender.id,
            name: sender.name.clone(),
            avatar: sender.avatar,
            deleted: sender.deleted,
        },
        kind: message.body.kind().as_str().to_owned(),
        body: MessageBody {
            text: message.body.text().to_owned(),
            card: card.clone().map(profile).map(Box::new),
        },
        created_at: message.created_at,
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
