//! What happens to messages after they were sent.

mod edit;
mod marks;
mod own;
mod quotes;
mod recall;
mod sync;

use kamachat_client::{Error, Socket, new_client_msg_id};
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::{frames::ServerFrame, messages::Message};
use kamachat_testkit::app::{Person, TestApp};
use tokio::time::{Duration, timeout};

/// Longest wait for something that should come at once.
const PATIENCE: Duration = Duration::from_secs(20);

async fn say(person: &Person, chat: ConversationId, text: &str) -> Message {
    person.client.send_text(chat, new_client_msg_id(), text).await.unwrap().message
}

/// Status and code of a refusal.
fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> (u16, String) {
    let error = result.unwrap_err();
    (error.status().unwrap_or_default(), error.code().unwrap_or_default().to_owned())
}

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// Two contacts and their chat.
async fn pair(app: &TestApp) -> (Person, Person, ConversationId) {
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    (mei, tom, chat)
}

/// A group of an owner and some contacts of hers.
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

/// The message as its reader finds it now.
async fn fetch(person: &Person, chat: ConversationId, seq: i64) -> Message {
    let all = person.client.messages_after(chat, seq - 1).await.unwrap();
    all.into_iter().find(|message| message.seq == seq).unwrap()
}

/// The number of the newest change, and that there is one message for each change at most.
async fn last_rev(person: &Person, chat: ConversationId) -> i64 {
    person.client.conversation(chat).await.unwrap().last_rev
}

/// The next change on a socket.
async fn next_change(socket: &mut Socket) -> (i64, Message) {
    let change = async {
        loop {
            if let ServerFrame::MessageChanged { rev, message, .. } = socket.recv().await.unwrap() {
                return (rev, *message);
            }
        }
    };
    timeout(PATIENCE, change).await.unwrap()
}
