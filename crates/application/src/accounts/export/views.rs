//! What is in an archive, as JSON. Names are those of the API where it has them.

use kamachat_domain::{
    accounts::{Account, Birthday, Session, Settings},
    contacts::Contact,
    conversations::{Conversation, Membership},
    groups::GroupInfo,
    messages::{Body, MergedItem},
};
use serde_json::{Map, Value, json};

use crate::{accounts::ProfileView, contacts::FriendRequestView, messages::MessageView};

pub(super) fn profile(account: &Account) -> Value {
    let about = &account.about;
    json!({
        "id": account.id,
        "username": account.username.as_str(),
        "nickname": account.nickname.as_str(),
        "email": account.email.as_ref().map(|email| email.as_str()),
        "signature": about.signature.as_ref().map(|text| text.as_str()),
        "gender": about.gender.as_str(),
        "birthday": about.birthday.map(Birthday::to_text),
        "status_text": about.status_text.as_ref().map(|text| text.as_str()),
        "avatar": account.avatar.map(|_| super::archive::AVATAR),
        "role": account.role.as_str(),
        "created_at": account.created_at,
    })
}

pub(super) fn settings(settings: Settings) -> Value {
    Value::Object(settings.entries().into_iter().map(|(key, value)| (key.to_owned(), json!(value))).collect())
}

/// Without what a session proves itself with.
pub(super) fn session(session: &Session) -> Value {
    json!({
        "id": session.id,
        "name": session.name.as_ref().map(|name| name.as_str()),
        "ip": session.ip,
        "user_agent": session.user_agent,
        "created_at": session.created_at,
        "last_seen_at": session.last_seen_at,
    })
}

fn person(view: &ProfileView) -> Value {
    json!({ "id": view.id, "username": view.username, "name": view.name })
}

pub(super) fn contact(contact: &Contact, of: Option<&ProfileView>) -> Value {
    json!({
        "user": of.map(person),
        "conversation_id": contact.conversation_id,
        "remark": contact.remark.as_ref().map(|remark| remark.as_str()),
        "starred": contact.starred,
        "tags": contact.tags.as_slice(),
        "created_at": contact.created_at,
    })
}

pub(super) fn request(view: &FriendRequestView) -> Value {
    let request = &view.request;
    json!({
        "id": request.id,
        "from": person(&view.from),
        "to": person(&view.to),
        "note": request.note.as_str(),
        "created_at": request.created_at,
        "decided_at": request.decided_at,
    })
}

pub(super) fn conversation(
    head: &Conversation,
    member: &Membership,
    peer: Option<&ProfileView>,
    group: Option<&GroupInfo>,
) -> Value {
    json!({
        "id": head.id,
        "kind": head.kind.as_str(),
        "peer": peer.map(person),
        "name": group.map(|group| group.name.as_str()),
        "alias": member.alias.as_ref().map(|alias| alias.as_str()),
        "role": group.map(|_| member.role),
        "last_seq": head.last_seq,
        "read_seq": member.read_seq,
        "pinned": member.settings.pinned,
        "notify": member.settings.notify,
        "archived": member.is_archived(head),
        "draft": member.settings.draft.as_ref().map(|draft| draft.text.as_str()),
        "created_at": head.created_at,
    })
}

pub(super) fn message(view: &MessageView) -> Value {
    let message = &view.message;
    let mut body = Map::new();
    body.insert("text".to_owned(), json!(message.body.text()));
    match &message.body {
        Body::Card(_) => {
            body.insert("card".to_owned(), json!(view.subjects.first().map(person)));
        }
        Body::System(event) => {
            body.insert("event".to_owned(), json!(event.kind));
            body.insert("value".to_owned(), json!(event.value));
            let subjects: Vec<Value> = view.subjects.iter().map(person).collect();
            body.insert("subjects".to_owned(), json!(subjects));
        }
        Body::Merged(items) => {
            let item = |item: &MergedItem| {
                json!({ "sender": item.sender, "kind": item.kind.as_str(), "text": item.text,
                    "created_at": item.created_at })
            };
            body.insert("items".to_owned(), items.iter().map(item).collect());
        }
        Body::Text(_) | Body::Deleted => {}
    }
    json!({
        "id": message.id,
        "seq": message.seq,
        "sender": { "id": view.sender.id, "name": view.sender.name },
        "kind": message.body.kind().as_str(),
        "body": body,
        "reply_to": message.refs.reply_to,
        "created_at": message.created_at,
    })
}
