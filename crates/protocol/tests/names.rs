//! Names on the wire are a promise: this test is the list of them.

use chrono::{DateTime, Utc};
use kamachat_domain::accounts::PresenceState;
use kamachat_protocol::{
    conversations::Head,
    frames::{AccountEvent, AccountEventKind, AckedMessage, ClientFrame, ServerFrame},
    messages::{Message, MessageBody, MessageChanges, Reaction, Sender},
};
use serde_json::{Value, json};

const ID: &str = "0192f0c1-2b3c-7def-8123-456789abcdef";
const AT: &str = "2026-11-09T08:07:06.005Z";

fn id<T: std::str::FromStr>() -> T {
    ID.parse().unwrap_or_else(|_| unreachable!("a valid id"))
}

fn at() -> DateTime<Utc> {
    AT.parse().unwrap_or_else(|_| unreachable!("a valid time"))
}

fn message() -> Message {
    Message {
        id: id(),
        conversation_id: id(),
        seq: 7,
        cnt: 6,
        rev: None,
        client_msg_id: id(),
        sender: Sender { id: id(), name: "周美琪".into(), avatar: None, deleted: false },
        kind: "text".into(),
        body: MessageBody::text("你好".into()),
        created_at: at(),
        changes: Box::default(),
        reply_to: None,
        mentions: None,
    }
}

fn message_json() -> Value {
    json!({"id": ID, "conversation_id": ID, "seq": 7, "cnt": 6, "rev": null, "client_msg_id": ID,
        "sender": {"id": ID, "name": "周美琪", "avatar": null, "deleted": false}, "kind": "text", "body": {"text": "你好"},
        "created_at": AT, "reply_to": null, "mentions": null})
}

/// A message with everything that can happen to it.
fn changed() -> Message {
    let mine = Some(true);
    let reaction = Reaction { emoji: "👍".into(), count: 1, users: vec![id()], mine };
    let changes = MessageChanges {
        edited_at: Some(at()),
        version: 1,
        recalled: true,
        recalled_by: Some(id()),
        pinned: true,
        reactions: vec![reaction],
    };
    Message { rev: Some(2), changes: Box::new(changes), ..message() }
}

fn changed_json() -> Value {
    let mut value = message_json();
    value["rev"] = json!(2);
    let changes = json!({"edited_at": AT, "version": 1, "recalled": true, "recalled_by": ID, "pinned": true,
        "reactions": [{"emoji": "👍", "count": 1, "users": [ID], "mine": true}]});
    for (name, change) in changes.as_object().into_iter().flatten() {
        value[name] = change.clone();
    }
    value
}

#[test]
fn every_frame_of_the_client_reads_the_promised_names() -> Result<(), serde_json::Error> {
    let frames = [
        json!({"type": "hello", "device": "Firefox"}),
        json!({"type": "send_message", "ref": "1", "conversation_id": ID, "client_msg_id": ID, "kind": "text",
            "body": {"text": "hi"}}),
        json!({"type": "read", "conversation_id": ID, "seq": 3}),
        json!({"type": "delivered", "conversation_id": ID, "seq": 3}),
        json!({"type": "pull", "ref": "2", "conversation_id": ID, "from": 1, "to": 200}),
        json!({"type": "edit_message", "ref": "4", "conversation_id": ID, "seq": 7, "body": {"text": "hi"},
            "version": 0}),
        json!({"type": "recall_message", "ref": "5", "conversation_id": ID, "seq": 7}),
        json!({"type": "react", "conversation_id": ID, "seq": 7, "emoji": "👍"}),
        json!({"type": "unreact", "conversation_id": ID, "seq": 7, "emoji": "👍"}),
        json!({"type": "pin", "conversation_id": ID, "seq": 7, "on": true}),
        json!({"type": "delete_for_me", "conversation_id": ID, "seq": 7}),
        json!({"type": "changes", "ref": "6", "conversation_id": ID, "since": 1}),
        json!({"type": "account", "ref": "3", "since": 0}),
        json!({"type": "typing", "conversation_id": ID, "on": true}),
        json!({"type": "ping", "t": 12}),
    ];
    for frame in frames {
        let parsed: ClientFrame = serde_json::from_value(frame.clone())?;
        assert_eq!(serde_json::to_value(&parsed)?, frame);
    }
    Ok(())
}

#[test]
fn every_frame_of_the_server_has_the_promised_names() -> Result<(), serde_json::Error> {
    let head = Head {
        conversation_id: id(),
        last_seq: 9,
        last_cnt: 8,
        last_rev: 0,
        member_rev: 1,
        read_seq: 5,
        read_cnt: 5,
        own_cnt: 1,
        visible_from: 1,
        mention_seq: 0,
        peer_read_seq: 4,
        peer_delivered_seq: 9,
    };
    let event =
        AccountEvent { useq: 3, kind: AccountEventKind::FriendRequest, ref_id: ID.into(), created_at: at() };
    let acked = AckedMessage { id: id(), seq: 7, cnt: 6, created_at: at() };
    let cases = [
        (
            ServerFrame::Ready {
                session_id: id(),
                user_id: id(),
                server_time: at(),
                heartbeat_s: 25,
                edit_window_s: 900,
                recall_window_s: 120,
            },
            json!({"type": "ready", "session_id": ID, "user_id": ID, "server_time": AT, "heartbeat_s": 25,
                "edit_window_s": 900, "recall_window_s": 120}),
        ),
        (
            ServerFrame::Heads { useq: 3, items: vec![head], more: false },
            json!({"type": "heads", "useq": 3, "more": false, "items": [{"conversation_id": ID, "last_seq": 9,
                "last_cnt": 8, "last_rev": 0, "member_rev": 1, "read_seq": 5, "read_cnt": 5, "own_cnt": 1,
                "visible_from": 1, "mention_seq": 0, "peer_read_seq": 4, "peer_delivered_seq": 9}]}),
        ),
        (
            ServerFrame::Ack {
                reference: Some("1".into()),
                client_msg_id: id(),
                conversation_id: id(),
                message: acked,
                duplicate: true,
            },
            json!({"type": "ack", "ref": "1", "client_msg_id": ID, "conversation_id": ID, "duplicate": true,
                "message": {"id": ID, "seq": 7, "cnt": 6, "created_at": AT}}),
        ),
        (
            ServerFrame::NewMessage { message: message() },
            json!({"type": "new_message", "message": message_json()}),
        ),
        (
            ServerFrame::Read {
                conversation_id: id(),
                user_id: id(),
                seq: 5,
                read_cnt: Some(5),
                own_cnt: Some(0),
                last_seq: Some(8),
                last_cnt: Some(8),
            },
            json!({"type": "read", "conversation_id": ID, "user_id": ID, "seq": 5, "read_cnt": 5, "own_cnt": 0,
                "last_seq": 8, "last_cnt": 8}),
        ),
        (
            ServerFrame::Delivered { conversation_id: id(), user_id: id(), seq: 5 },
            json!({"type": "delivered", "conversation_id": ID, "user_id": ID, "seq": 5}),
        ),
        (
            ServerFrame::Messages {
                reference: None,
                conversation_id: id(),
                from: 7,
                to: 7,
                items: vec![message()],
            },
            json!({"type": "messages", "ref": null, "conversation_id": ID, "from": 7, "to": 7,
                "items": [message_json()]}),
        ),
        (
            ServerFrame::Unavailable { conversation_id: id(), from: 1, to: 4 },
            json!({"type": "unavailable", "conversation_id": ID, "from": 1, "to": 4}),
        ),
        (
            ServerFrame::Stale { conversation_id: id(), last_seq: 44, last_rev: 3 },
            json!({"type": "stale", "conversation_id": ID, "last_seq": 44, "last_rev": 3}),
        ),
        (
            ServerFrame::ChangeAck {
                reference: Some("4".into()),
                conversation_id: id(),
                seq: 7,
                rev: Some(2),
            },
            json!({"type": "change_ack", "ref": "4", "conversation_id": ID, "seq": 7, "rev": 2}),
        ),
        (
            ServerFrame::MessageChanged {
                conversation_id: id(),
                seq: 7,
                rev: 2,
                message: Box::new(changed()),
            },
            json!({"type": "message_changed", "conversation_id": ID, "seq": 7, "rev": 2,
                "message": changed_json()}),
        ),
        (
            ServerFrame::Changes {
                reference: None,
                conversation_id: id(),
                items: vec![changed()],
                last_rev: 2,
                more: false,
            },
            json!({"type": "changes", "ref": null, "conversation_id": ID, "last_rev": 2, "more": false,
                "items": [changed_json()]}),
        ),
        (
            ServerFrame::AccountEvents { reference: None, items: vec![event], last_useq: 3 },
            json!({"type": "account_events", "ref": null, "last_useq": 3, "items": [{"useq": 3,
                "kind": "friend_request", "ref_id": ID, "created_at": AT}]}),
        ),
        (
            ServerFrame::Presence { user_id: id(), state: PresenceState::DoNotDisturb, last_seen_at: None },
            json!({"type": "presence", "user_id": ID, "state": "do_not_disturb", "last_seen_at": null}),
        ),
        (
            ServerFrame::Typing { conversation_id: id(), user_id: id(), on: true },
            json!({"type": "typing", "conversation_id": ID, "user_id": ID, "on": true}),
        ),
        (ServerFrame::Reset { conversation_id: None }, json!({"type": "reset", "conversation_id": null})),
        (ServerFrame::Pong { t: 12 }, json!({"type": "pong", "t": 12})),
        (
            ServerFrame::Error {
                reference: Some("1".into()),
                code: "busy".into(),
                message: "…".into(),
                retry_after: Some(1),
            },
            json!({"type": "error", "ref": "1", "code": "busy", "message": "…", "retry_after": 1}),
        ),
    ];
    for (frame, expected) in cases {
        assert_eq!(serde_json::to_value(&frame)?, expected);
        assert_eq!(serde_json::from_value::<ServerFrame>(expected)?, frame);
    }
    Ok(())
}
