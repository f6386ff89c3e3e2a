//! Who is writing, and that nobody else learns it.

use std::time::Duration;

use kamachat_client::{AccountId, Socket, new_client_msg_id};
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::frames::{ClientFrame, ServerFrame};
use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use serde_json::json;
use tokio::time::timeout;

use crate::wire::call;

/// Longest wait for something that should come at once.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a socket hears about writing until it hears the next message.
async fn heard(socket: &mut Socket) -> Vec<(ConversationId, AccountId, bool)> {
    let mut heard = Vec::new();
    loop {
        match timeout(PATIENCE, socket.recv()).await.unwrap().unwrap() {
            ServerFrame::Typing { conversation_id, user_id, on } => {
                heard.push((conversation_id, user_id, on))
            }
            ServerFrame::NewMessage { .. } => return heard,
            _ => {}
        }
    }
}

async fn say(person: &Person, chat: ConversationId) {
    person.client.send_text(chat, new_client_msg_id(), "hi").await.unwrap();
}

/// Waits until the server has handled what the socket sent.
async fn settled(socket: &mut Socket) {
    socket.send(&ClientFrame::Ping { t: 7 }).await.unwrap();
    while timeout(PATIENCE, socket.recv()).await.unwrap().unwrap() != (ServerFrame::Pong { t: 7 }) {}
}

async fn choose(app: &TestApp, person: &Person, setting: serde_json::Value) {
    let answer = call(app, Method::PUT, "/me/settings").by(person).json(&setting).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

/// Two friends with their chat and a socket of each.
async fn friends() -> (TestApp, Person, Person, ConversationId, Socket, Socket) {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let (of_mei, of_tom) = (mei.client.connect().await.unwrap(), tom.client.connect().await.unwrap());
    (app, mei, tom, chat, of_mei, of_tom)
}

#[tokio::test]
async fn the_other_side_is_told_and_the_own_devices_are_not() {
    let (_app, mei, tom, chat, mut of_mei, mut of_tom) = friends().await;
    of_tom.typing(chat, true).await.unwrap();
    of_tom.typing(chat, false).await.unwrap();
    settled(&mut of_tom).await;
    say(&mei, chat).await;
    let id = tom.account.id;
    assert_eq!(heard(&mut of_mei).await, [(chat, id, true), (chat, id, false)]);
    assert_eq!(heard(&mut of_tom).await, []);
}

#[tokio::test]
async fn nothing_is_kept_for_who_comes_later() {
    let (_app, mei, tom, chat, of_mei, mut of_tom) = friends().await;
    of_mei.close().await.unwrap();
    of_tom.typing(chat, true).await.unwrap();
    settled(&mut of_tom).await;
    let mut later = mei.client.connect().await.unwrap();
    say(&tom, chat).await;
    assert_eq!(heard(&mut later).await, []);
}

#[tokio::test]
async fn who_does_not_let_himself_be_seen_writes_unseen() {
    let (app, mei, tom, chat, mut of_mei, mut of_tom) = friends().await;
    for (setting, told) in [
        (json!({"presence": "invisible"}), 0),
        (json!({"presence": "online"}), 1),
        (json!({"last_seen": "nobody"}), 0),
        (json!({"last_seen": "contacts"}), 1),
    ] {
        choose(&app, &tom, setting.clone()).await;
        of_tom.typing(chat, true).await.unwrap();
        settled(&mut of_tom).await;
        say(&mei, chat).await;
        assert_eq!(heard(&mut of_mei).await.len(), told, "{setting}");
    }
}

#[tokio::test]
async fn a_block_keeps_it_away_in_groups_too() {
    let app = TestApp::start().await;
    let (mei, tom, ann) = (app.register("mei").await, app.register("tom").await, app.register("ann").await);
    app.befriend(&mei, &tom).await;
    app.befriend(&mei, &ann).await;
    app.befriend(&tom, &ann).await;
    let group = mei.client.create_group("tea", &[tom.account.id, ann.account.id]).await.unwrap().id;
    let answer = call(&app, Method::PUT, &format!("/blocks/{}", tom.account.id)).by(&ann).send().await;
    assert!(answer.status.is_success(), "{}", answer.text);
    let mut of_tom = tom.client.connect().await.unwrap();
    let (mut of_mei, mut of_ann) = (mei.client.connect().await.unwrap(), ann.client.connect().await.unwrap());
    of_tom.typing(group, true).await.unwrap();
    settled(&mut of_tom).await;
    say(&mei, group).await;
    assert_eq!(heard(&mut of_mei).await, [(group, tom.account.id, true)]);
    assert_eq!(heard(&mut of_ann).await, []);
}

#[tokio::test]
async fn strangers_and_unknown_conversations_are_answered_alike() {
    let (app, _, _, chat, _of_mei, _of_tom) = friends().await;
    let stranger = app.register("stranger").await;
    let mut socket = stranger.client.connect().await.unwrap();
    for id in [chat, kamachat_testkit::contracts::fixtures::id()] {
        socket.typing(id, true).await.unwrap();
        let refused = timeout(PATIENCE, socket.recv()).await.unwrap().unwrap();
        let ServerFrame::Error { code, .. } = refused else { panic!("{refused:?}") };
        assert_eq!(code, "not_found");
    }
}

#[tokio::test]
async fn who_says_it_all_the_time_is_passed_on_now_and_then() {
    let (_app, mei, _, chat, mut of_mei, mut of_tom) = friends().await;
    for n in 0..60 {
        of_tom.typing(chat, n % 2 == 0).await.unwrap();
    }
    settled(&mut of_tom).await;
    say(&mei, chat).await;
    let passed = heard(&mut of_mei).await.len();
    assert!((1..=20).contains(&passed), "{passed}");
}
