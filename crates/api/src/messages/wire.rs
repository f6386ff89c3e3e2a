//! Between the wire and the use cases of messages.

use actix_web::HttpResponse;
use kamachat_application::messages::{ChangedPage, HistoryPage, Outgoing, PinView, ReadersView, SendOutcome};
use kamachat_domain::{
    ids::ConversationId,
    messages::{EarlierText, MessageError},
};
use kamachat_protocol::{
    Page,
    messages::{self, ChangedMessages, Message, MessageReaders, NewMessage, PinnedMessage, SentMessage},
};
use kamachat_realtime::wire;

pub(crate) use wire::message;

use crate::accounts::profile;

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

pub(crate) fn changed(conversation_id: ConversationId, page: &ChangedPage) -> ChangedMessages {
    let items = page.messages.iter().map(message).collect();
    ChangedMessages { conversation_id, items, last_rev: page.last_rev, more: page.more }
}

pub(crate) fn earlier(earlier: EarlierText) -> messages::EarlierText {
    let EarlierText { version, text, written_at } = earlier;
    messages::EarlierText { version, text: text.as_str().to_owned(), written_at }
}

pub(crate) fn readers(view: ReadersView) -> MessageReaders {
    let readers = view.readers.into_iter().map(profile).collect();
    MessageReaders { told: view.told, of: i64::try_from(view.of).unwrap_or(i64::MAX), readers }
}

pub(crate) fn pinned(pin: &PinView) -> PinnedMessage {
    PinnedMessage { message: message(&pin.message), pinned_by: pin.by, pinned_at: pin.at }
}

pub(crate) fn sent(outcome: &SendOutcome) -> HttpResponse {
    let mut builder = if outcome.duplicate { HttpResponse::Ok() } else { HttpResponse::Created() };
    builder.json(SentMessage { message: message(&outcome.message), duplicate: outcome.duplicate })
}
