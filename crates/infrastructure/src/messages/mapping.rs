//! Rows of messages as domain values, and back.

use kamachat_application::{messages::Incoming, ports::PortError};
use kamachat_domain::{
    groups::{GroupEvent, GroupEventKind},
    ids::AccountId,
    messages::{Body, Changes, Mentions, Message, MessageKind, Refs, Text},
};
use sea_orm::sea_query::{Expr, InsertStatement, Query};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    entity::message::{self, Column},
    merged, reactions,
};
use crate::db::values::{key32, millis, stored_numbers, time, time_opt};

stored_numbers!(kind_number, kind, MessageKind {
    MessageKind::Deleted = 0,
    MessageKind::Text = 1,
    MessageKind::System = 2,
    MessageKind::Card = 3,
    MessageKind::Merged = 4,
});

/// Kinds that count as unread.
pub(super) const COUNTABLE: [i16; 4] = [
    DELETED,
    kind_number(MessageKind::Text),
    kind_number(MessageKind::Card),
    kind_number(MessageKind::Merged),
];
/// `kind` of what is left of a message.
pub(super) const DELETED: i16 = kind_number(MessageKind::Deleted);
/// `kind` of what the server writes.
pub(super) const SYSTEM: i16 = kind_number(MessageKind::System);

const COLUMNS: [Column; 14] = [
    Column::ConversationId,
    Column::Seq,
    Column::Id,
    Column::SenderId,
    Column::ClientMsgId,
    Column::BodyHash,
    Column::Kind,
    Column::Body,
    Column::Cnt,
    Column::Rev,
    Column::CreatedAt,
    Column::ReplyTo,
    Column::Mentions,
    Column::Forwarded,
];

/// A text as stored: the same JSON as on the wire.
#[derive(Serialize, Deserialize)]
struct StoredText<T> {
    text: T,
}

/// A card as stored.
#[derive(Serialize, Deserialize)]
struct StoredCard {
    user_id: AccountId,
}

/// A message of the server as stored.
#[derive(Serialize, Deserialize)]
struct StoredEvent {
    event: GroupEventKind,
    actor: AccountId,
    subjects: Vec<AccountId>,
    count: i64,
    value: Option<String>,
    until: Option<i64>,
}

impl From<&GroupEvent> for StoredEvent {
    fn from(event: &GroupEvent) -> Self {
        Self {
            event: event.kind,
            actor: event.actor,
            subjects: event.subjects.clone(),
            count: event.count,
            value: event.value.clone(),
            until: event.until.map(millis),
        }
    }
}

impl StoredEvent {
    fn event(self) -> Result<GroupEvent, PortError> {
        let Self { event: kind, actor, subjects, count, value, until } = self;
        Ok(GroupEvent { kind, actor, subjects, count, value, until: time_opt(until)? })
    }
}

/// The body of a message as stored.
pub(super) fn stored_body(body: &Body) -> Result<String, PortError> {
    match body {
        Body::Text(text) => serde_json::to_string(&StoredText { text: text.as_str() }),
        Body::Deleted => return Ok("{}".to_owned()),
        Body::Card(person) => serde_json::to_string(&StoredCard { user_id: *person }),
        Body::System(event) => serde_json::to_string(&StoredEvent::from(event)),
        Body::Merged(items) => merged::stored(items),
    }
    .map_err(|error| PortError::Refused(error.into()))
}

/// A body out of what is stored.
pub(super) fn body(kind: MessageKind, stored: &str) -> Result<Body, PortError> {
    match kind {
        MessageKind::Text => {
            let stored: StoredText<String> =
                serde_json::from_str(stored).map_err(|_| PortError::Corrupt("the body of a message"))?;
            let text = Text::parse(stored.text).map_err(|_| PortError::Corrupt("the text of a message"))?;
            Ok(Body::Text(text))
        }
        MessageKind::Deleted => Ok(Body::Deleted),
        MessageKind::Card => {
            let stored: StoredCard =
                serde_json::from_str(stored).map_err(|_| PortError::Corrupt("the body of a message"))?;
            Ok(Body::Card(stored.user_id))
        }
        MessageKind::System => {
            let stored: StoredEvent =
                serde_json::from_str(stored).map_err(|_| PortError::Corrupt("the body of a message"))?;
            Ok(Body::System(stored.event()?))
        }
        MessageKind::Merged => merged::read(stored).map(Body::Merged),
    }
}

/// Mentions as stored.
#[derive(Serialize, Deserialize)]
struct StoredMentions<P> {
    people: P,
    all: bool,
}

pub(super) fn stored_mentions(mentions: &Mentions) -> Result<Option<String>, PortError> {
    if mentions.is_empty() {
        return Ok(None);
    }
    let stored = StoredMentions { people: &mentions.people, all: mentions.all };
    serde_json::to_string(&stored).map(Some).map_err(|error| PortError::Refused(error.into()))
}

fn mentions(stored: Option<&str>) -> Result<Mentions, PortError> {
    let Some(stored) = stored else { return Ok(Mentions::default()) };
    let StoredMentions::<Vec<AccountId>> { people, all } =
        serde_json::from_str(stored).map_err(|_| PortError::Corrupt("the mentions of a message"))?;
    Ok(Mentions { people, all })
}

/// Appends messages with one statement.
pub(super) fn insert(messages: &[Message]) -> Result<InsertStatement, PortError> {
    let mut insert = Query::insert();
    insert.into_table(message::Entity).columns(COLUMNS);
    for message in messages {
        let row: [Expr; 14] = [
            Uuid::from(message.conversation_id).into(),
            message.seq.into(),
            Uuid::from(message.id).into(),
            Uuid::from(message.sender_id).into(),
            Uuid::from(message.client_msg_id).into(),
            message.body_hash.to_vec().into(),
            kind_number(message.body.kind()).into(),
            stored_body(&message.body)?.into(),
            message.cnt.into(),
            message.rev.into(),
            millis(message.created_at).into(),
            message.refs.reply_to.into(),
            stored_mentions(&message.refs.mentions)?.into(),
            message.refs.forwarded.into(),
        ];
        insert.values_panic(row);
    }
    Ok(insert)
}

pub(super) fn message(row: message::Model) -> Result<Message, PortError> {
    let kind = kind(row.kind)?;
    Ok(Message {
        id: row.id.into(),
        conversation_id: row.conversation_id.into(),
        seq: row.seq,
        cnt: row.cnt,
        rev: row.rev,
        sender_id: row.sender_id.into(),
        client_msg_id: row.client_msg_id.into(),
        body: body(kind, &row.body)?,
        body_hash: key32(&row.body_hash)?,
        created_at: time(row.created_at)?,
        changes: Changes {
            edited_at: time_opt(row.edited_at)?,
            version: row.version,
            recalled_by: row.recalled_by.map(Into::into),
            pinned: row.pinned,
            reactions: row.reactions.as_deref().map(reactions::read).transpose()?.unwrap_or_default(),
        },
        refs: Refs {
            // Rows from before it was dropped too still have it.
            reply_to: row.reply_to.filter(|_| kind != MessageKind::Deleted),
            mentions: mentions(row.mentions.as_deref())?,
            forwarded: row.forwarded && kind != MessageKind::Deleted,
        },
    })
}

/// Messages for a reader. One that cannot be understood is left out and logged: it must not keep all others
/// of its page from being read, and its number is reported as unavailable.
pub(crate) fn readable(rows: Vec<message::Model>) -> Vec<Message> {
    let read = |row: message::Model| {
        let (conversation, seq) = (row.conversation_id, row.seq);
        message(row)
            .inspect_err(|error| {
                tracing::error!(%conversation, seq, error = error as &dyn std::error::Error,
                    "a stored message cannot be read");
            })
            .ok()
    };
    rows.into_iter().filter_map(read).collect()
}

/// Everything about a message that could not be stored.
pub(super) fn dead_letter(incoming: &Incoming) -> Result<String, PortError> {
    let body = stored_body(&incoming.body)?;
    Ok(json!({
        "conversation_id": incoming.conversation_id.to_string(),
        "sender_id": incoming.sender_id.to_string(),
        "client_msg_id": incoming.client_msg_id.to_string(),
        "kind": incoming.body.kind().as_str(),
        "body": body,
    })
    .to_string())
}
