//! Who the faults happen to.

use std::time::Duration;

use kamachat_client::{Socket, new_client_msg_id};
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::{frames::ServerFrame, messages::Message};
use kamachat_testkit::app::{Person, TestApp};
use tokio::time::timeout;

/// Longest wait for something that should come at once.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Two people who are contacts, and their chat.
pub async fn friends(app: &TestApp, a: &str, b: &str) -> (Person, Person, ConversationId) {
    let (a, b) = (app.register(a).await, app.register(b).await);
    let chat = app.befriend(&a, &b).await;
    (a, b, chat)
}

pub async fn socket(person: &Person) -> Socket {
    person.client.connect().await.expect("connected")
}

pub async fn say(person: &Person, chat: ConversationId, text: &str) -> Message {
    person.client.send_text(chat, new_client_msg_id(), text).await.expect("sent").message
}

/// The next message on a socket.
pub async fn next_message(socket: &mut Socket) -> Message {
    let message = async {
        loop {
            if let ServerFrame::NewMessage { message } = socket.recv().await.expect("an open socket") {
                return message;
            }
        }
    };
    timeout(PATIENCE, message).await.expect("a message in time")
}
