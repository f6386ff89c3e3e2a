//! The life of groups.

mod crowd;
mod entry;
mod farewell;
mod frames;
mod life;
mod names;
mod people;
mod picture;
mod races;
mod replies;
mod rights;
mod sending;

use kamachat_client::{Socket, new_client_msg_id};
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::{
    frames::ServerFrame,
    groups::{GroupChange, MemberChange},
    messages::Message,
};
use kamachat_testkit::app::{Person, TestApp};
use tokio::time::{Duration, timeout};

/// Longest wait for something that should come at once.
const PATIENCE: Duration = Duration::from_secs(20);

/// A group with an owner and some contacts of hers, whose names begin with `m`.
async fn group(app: &TestApp, members: usize) -> (ConversationId, Person, Vec<Person>) {
    let owner = app.register("owner").await;
    let mut people = Vec::new();
    for n in 0..members {
        let person = app.register(&format!("m{n:03}")).await;
        app.befriend(&owner, &person).await;
        people.push(person);
    }
    let ids: Vec<_> = people.iter().map(|person| person.account.id).collect();
    let made = owner.client.create_group("Friday tea", &ids).await.unwrap();
    (made.id, owner, people)
}

async fn say(person: &Person, group: ConversationId, text: &str) -> Message {
    person.client.send_text(group, new_client_msg_id(), text).await.unwrap().message
}

/// The code that a message is refused with.
async fn refused(person: &Person, group: ConversationId) -> String {
    let sent = person.client.send_text(group, new_client_msg_id(), "hi").await;
    sent.unwrap_err().code().unwrap_or_default().to_owned()
}

/// The code of a refusal.
fn code<T: std::fmt::Debug>(result: Result<T, kamachat_client::Error>) -> String {
    result.unwrap_err().code().unwrap_or_default().to_owned()
}

/// The message with this number on a socket. Earlier ones may be on their way when it opens.
async fn message_at(socket: &mut Socket, seq: i64) -> Message {
    let message = async {
        loop {
            match socket.recv().await.unwrap() {
                ServerFrame::NewMessage { message } if message.seq == seq => return message,
                _ => {}
            }
        }
    };
    timeout(PATIENCE, message).await.unwrap()
}

async fn change(person: &Person, group: ConversationId, change: GroupChange) {
    person.client.change_group(group, &change).await.unwrap();
}

/// Gives a member another role.
async fn promote(
    owner: &Person,
    group: ConversationId,
    person: &Person,
    role: kamachat_domain::groups::Role,
) {
    let change = MemberChange { role: Some(role), ..MemberChange::default() };
    owner.client.change_member(group, person.account.id, &change).await.unwrap();
}

/// What happened to a group, in its order.
async fn events(person: &Person, group: ConversationId) -> Vec<String> {
    let all = person.client.messages_after(group, 0).await.unwrap();
    let name =
        |message: Message| message.body.event.map_or(message.body.text, |event| event.as_str().to_owned());
    all.into_iter().map(name).collect()
}
