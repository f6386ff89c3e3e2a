//! What somebody keeps to himself.

use kamachat_client::{Socket, new_client_msg_id};
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::frames::ServerFrame;
use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use crate::wire::{call, post};

async fn choose(app: &TestApp, person: &Person, settings: Value) {
    let answer = call(app, Method::PUT, "/me/settings").by(person).json(&settings).send().await;
    assert_eq!(answer.status.as_u16(), 200);
}

/// What a socket hears about reading until it hears the next message.
async fn reads_before_message(socket: &mut Socket) -> Vec<i64> {
    let mut reads = Vec::new();
    loop {
        match socket.recv().await.unwrap() {
            ServerFrame::Read { seq, .. } => reads.push(seq),
            ServerFrame::NewMessage { .. } => return reads,
            _ => {}
        }
    }
}

async fn say(person: &Person, chat: ConversationId) {
    person.client.send_text(chat, new_client_msg_id(), "hi").await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_receipts_the_others_do_not_see_what_was_read_and_the_own_devices_do() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let mut of_mei = mei.client.connect().await.unwrap();
    let mut of_tom = tom.client.connect().await.unwrap();
    let shown = async || mei.client.conversation(chat).await.unwrap().peer_read_seq;

    say(&mei, chat).await;
    tom.client.mark_read(chat, 1).await.unwrap();
    assert_eq!(shown().await, 1);
    choose(&app, &tom, json!({"read_receipts": false})).await;
    assert_eq!(shown().await, 0);
    say(&mei, chat).await;
    tom.client.mark_read(chat, 2).await.unwrap();
    say(&tom, chat).await;
    say(&tom, chat).await;
    assert_eq!(shown().await, 0);
    assert_eq!(tom.client.unread_count().await.unwrap(), 0);
    // What each hears before each of the four messages.
    let (mut by_mei, mut by_tom) = (Vec::new(), Vec::new());
    for _ in 0..4 {
        by_mei.push(reads_before_message(&mut of_mei).await);
        by_tom.push(reads_before_message(&mut of_tom).await);
    }
    assert_eq!(by_mei, [vec![], vec![1], vec![], vec![]]);
    assert_eq!(by_tom, [vec![], vec![1], vec![2], vec![]]);

    choose(&app, &tom, json!({"read_receipts": true})).await;
    assert_eq!(shown().await, 2);
}

#[tokio::test]
async fn a_chat_that_begins_later_keeps_to_the_choice() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    choose(&app, &tom, json!({"read_receipts": false})).await;
    let chat = app.befriend(&mei, &tom).await;
    say(&mei, chat).await;
    say(&tom, chat).await;
    tom.client.mark_read(chat, 2).await.unwrap();
    mei.client.mark_read(chat, 2).await.unwrap();
    assert_eq!(mei.client.conversation(chat).await.unwrap().peer_read_seq, 0);
    assert_eq!(tom.client.conversation(chat).await.unwrap().peer_read_seq, 2);
}

#[tokio::test]
async fn who_takes_no_requests_gets_none_and_can_still_ask() {
    let app = TestApp::start().await;
    let (mei, tom, eve) = (app.register("mei").await, app.register("tom").await, app.register("eve").await);
    tom.client.request_friend(mei.account.id, "").await.unwrap();
    choose(&app, &tom, json!({"who_may_add": "nobody"})).await;
    let ask = |from: &Person| {
        let body = json!({"user_id": tom.account.id, "note": ""});
        post(&app, "/friend-requests").by(from).json(&body).send()
    };
    assert_eq!(ask(&eve).await.refusal(), (403, "friend_request.not_wanted".to_owned()));
    // He asked her before: she says yes by asking.
    assert!(ask(&mei).await.status.is_success());
    assert!(tom.client.request_friend(eve.account.id, "").await.is_ok());
}
