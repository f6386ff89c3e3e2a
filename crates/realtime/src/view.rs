//! Views of the application as they go over the socket.

use kamachat_application::{
    accounts::ProfileView,
    conversations::HeadView,
    feed::{FeedEvent, FeedKind},
    messages::{MessageView, QuoteView, SenderView},
    ports::CursorMoved,
};
use kamachat_domain::{
    conversations::Cursor,
    messages::{Body, Changes, Emoji, MergedItem, Message as Original, Tally},
};
use kamachat_protocol::{
    accounts::Profile,
    conversations::Head,
    frames::{AccountEvent, AccountEventKind, AckedMessage, ServerFrame},
    messages::{
        Mentions, MergedMessage, Message, MessageBody, MessageChanges, Quote, Quoted, Reaction, Sender,
    },
};

/// A message as its readers get it.
#[must_use]
pub fn message(view: &MessageView) -> Message {
    let MessageView { message, sender, subjects, mine, mentioned, quote } = view;
    let mentions = &message.refs.mentions;
    Message {
        id: message.id,
        conversation_id: message.conversation_id,
        seq: message.seq,
        cnt: message.cnt,
        rev: message.rev,
        client_msg_id: message.client_msg_id,
        sender: person(sender),
        kind: message.body.kind().as_str().to_owned(),
        body: body(message, subjects),
        created_at: message.created_at,
        reply_to: quote.as_ref().map(answered),
        mentions: (!mentions.is_empty())
            .then(|| Mentions { users: mentioned.iter().map(person).collect(), all: mentions.all }),
        changes: Box::new(changes(&message.changes, mine.as_deref())),
    }
}

fn changes(changes: &Changes, mine: Option<&[Emoji]>) -> MessageChanges {
    let reaction = |tally: &Tally| Reaction {
        emoji: tally.emoji.as_str().to_owned(),
        count: tally.count,
        users: tally.users.clone(),
        mine: mine.map(|mine| mine.contains(&tally.emoji)),
    };
    MessageChanges {
        edited_at: changes.edited_at,
        version: changes.version,
        recalled: changes.recalled_by.is_some(),
        recalled_by: changes.recalled_by,
        pinned: changes.pinned,
        reactions: changes.reactions.0.iter().map(reaction).collect(),
    }
}

fn answered(view: &QuoteView) -> Quote {
    let original = view.original.as_ref().map(|original| Quoted {
        sender: person(&original.sender),
        kind: original.kind.as_str().to_owned(),
        text: original.text.clone(),
    });
    Quote { seq: view.seq, original }
}

fn profile(view: &ProfileView) -> Profile {
    let ProfileView { id, username, name, avatar, deleted } = view.clone();
    Profile { id, username, name, avatar, deleted }
}

fn person(view: &SenderView) -> Sender {
    Sender { id: view.id, name: view.name.clone(), avatar: view.avatar, deleted: view.deleted }
}

fn subject(view: &ProfileView) -> Sender {
    Sender { id: view.id, name: view.name.clone(), avatar: view.avatar, deleted: view.deleted }
}

fn body(message: &Original, subjects: &[ProfileView]) -> MessageBody {
    // What is left of a message says nothing about it.
    let forwarded = message.refs.forwarded && message.body != Body::Deleted;
    let body = match &message.body {
        Body::Text(text) => MessageBody::text(text.as_str().to_owned()),
        Body::Deleted => MessageBody::default(),
        Body::Card(_) => {
            MessageBody { card: subjects.first().map(profile).map(Box::new), ..MessageBody::default() }
        }
        Body::Merged(items) => {
            MessageBody { items: items.iter().map(merged).collect(), ..MessageBody::default() }
        }
        Body::System(event) => MessageBody {
            event: Some(event.kind),
            subjects: subjects.iter().map(subject).collect(),
            count: Some(event.count),
            value: event.value.clone(),
            until: event.until,
            ..MessageBody::default()
        },
    };
    MessageBody { forwarded, ..body }
}

fn merged(item: &MergedItem) -> MergedMessage {
    let MergedItem { sender, kind, text, created_at } = item;
    let (sender, kind) = (sender.clone(), kind.as_str().to_owned());
    MergedMessage { sender, kind, text: text.clone(), created_at: *created_at }
}

pub(crate) fn acked(view: &MessageView) -> AckedMessage {
    let message = &view.message;
    AckedMessage { id: message.id, seq: message.seq, cnt: message.cnt, created_at: message.created_at }
}

pub(crate) fn head(view: &HeadView) -> Head {
    let HeadView { head, membership, peer_read_seq, peer_delivered_seq } = view;
    Head {
        conversation_id: head.id,
        last_seq: head.last_seq,
        last_cnt: head.last_cnt,
        last_rev: head.last_rev,
        member_rev: head.member_rev,
        read_seq: membership.read_seq,
        read_cnt: membership.read_cnt,
        own_cnt: membership.own_cnt,
        visible_from: membership.first_visible(),
        mention_seq: membership.mentioned_seq(head),
        peer_read_seq: *peer_read_seq,
        peer_delivered_seq: *peer_delivered_seq,
    }
}

/// The counts are for the reader alone.
pub(crate) fn cursor(moved: &CursorMoved, counts: bool) -> ServerFrame {
    let CursorMoved { conversation_id, account_id: user_id, seq, .. } = *moved;
    match moved.cursor {
        Cursor::Read => ServerFrame::Read {
            conversation_id,
            user_id,
            seq,
            read_cnt: counts.then_some(moved.read_cnt),
            own_cnt: counts.then_some(moved.own_cnt),
            last_seq: counts.then_some(moved.last_seq),
            last_cnt: counts.then_some(moved.last_cnt),
        },
        Cursor::Delivered => ServerFrame::Delivered { conversation_id, user_id, seq },
    }
}

pub(crate) fn event(event: &FeedEvent) -> AccountEvent {
    AccountEvent {
        useq: event.useq,
        kind: match event.kind {
            FeedKind::FriendRequest => AccountEventKind::FriendRequest,
            FeedKind::Contact => AccountEventKind::Contact,
            FeedKind::Conversation => AccountEventKind::Conversation,
            FeedKind::Session => AccountEventKind::Session,
            FeedKind::Profile => AccountEventKind::Profile,
            FeedKind::Settings => AccountEventKind::Settings,
            FeedKind::Export => AccountEventKind::Export,
            FeedKind::GroupRequest => AccountEventKind::GroupRequest,
            FeedKind::MessageHidden => AccountEventKind::MessageHidden,
            FeedKind::HistoryCleared => AccountEventKind::HistoryCleared,
        },
        ref_id: event.ref_id.to_string(),
        created_at: event.created_at,
    }
}
