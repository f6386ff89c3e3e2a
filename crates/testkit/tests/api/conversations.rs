use kamachat_client::new_client_msg_id;
use kamachat_testkit::app::TestApp;
use serde_json::json;

use crate::wire::{call, get, post};

#[tokio::test]
async fn a_direct_chat_needs_a_friendship_and_is_always_the_same() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let open =
        || post(&app, "/conversations/direct").by(&mei).json(&json!({"user_id": tom.account.id})).send();
    assert_eq!(open().await.refusal(), (403, "conversation.not_contacts".to_owned()));
    let chat = app.befriend(&mei, &tom).await;
    let answer = open().await;
    assert_eq!((answer.status.as_u16(), &answer.json()["id"]), (200, &json!(chat)));
    assert_eq!(tom.client.open_direct(mei.account.id).await.unwrap().id, chat);
}

#[tokio::test]
async fn unread_counts_what_others_said_and_reading_ends_it() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    for n in 0..3 {
        mei.client.send_text(chat, new_client_msg_id(), &format!("{n}")).await.unwrap();
    }
    tom.client.send_text(chat, new_client_msg_id(), "mine").await.unwrap();
    assert_eq!(tom.client.unread_count().await.unwrap(), 3);
    assert_eq!(mei.client.unread_count().await.unwrap(), 1);
    let read = tom.client.mark_read(chat, 2).await.unwrap();
    assert_eq!((read.read_seq, read.unread), (2, 1));
    // Back is no way, and neither is past the end.
    assert_eq!(tom.client.mark_read(chat, 1).await.unwrap().read_seq, 2);
    let read = tom.client.mark_read(chat, 1_000_000).await.unwrap();
    assert_eq!((read.read_seq, read.unread), (4, 0));
    assert_eq!(tom.client.unread_count().await.unwrap(), 0);
    assert_eq!(mei.client.conversation(chat).await.unwrap().peer_read_seq, 4);
}

#[tokio::test]
async fn the_chat_with_the_newest_message_comes_first() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let mut chats = Vec::new();
    for name in ["tom", "eve", "bob"] {
        let friend = app.register(name).await;
        chats.push(app.befriend(&mei, &friend).await);
    }
    mei.client.send_text(chats[1], new_client_msg_id(), "newest").await.unwrap();
    let list = mei.client.conversations(None, None).await.unwrap().items;
    assert_eq!(list.len(), 3);
    assert_eq!(list[0].id, chats[1]);
    assert_eq!(list[0].last_message.as_ref().unwrap().body.text, "newest");
}

#[tokio::test]
async fn absent_and_not_yours_look_the_same() {
    let app = TestApp::start().await;
    let (mei, tom, eve) = (app.register("mei").await, app.register("tom").await, app.register("eve").await);
    let chat = app.befriend(&mei, &tom).await.to_string();
    let absent = "0193f3c2-7a3e-7cc0-8000-000000000001";
    let message = json!({"client_msg_id": new_client_msg_id(), "kind": "text", "body": {"text": "hi"}});
    let mut seen = Vec::new();
    for id in [chat.as_str(), absent] {
        let base = format!("/conversations/{id}");
        let put = reqwest::Method::PUT;
        seen.push([
            get(&app, &base).by(&eve).send().await,
            get(&app, &format!("{base}/messages")).by(&eve).send().await,
            post(&app, &format!("{base}/messages")).by(&eve).json(&message).send().await,
            call(&app, put, &format!("{base}/read")).by(&eve).json(&json!({"seq": 1})).send().await,
        ]);
    }
    for (not_hers, absent) in seen[0].iter().zip(&seen[1]) {
        assert_eq!(not_hers.status, 404);
        assert_eq!(not_hers.refusal(), absent.refusal());
        assert_eq!(not_hers.json()["detail"], absent.json()["detail"]);
    }
    let untouched = mei.client.conversation(chat.parse().unwrap()).await.unwrap();
    assert_eq!(untouched.last_seq, 0);
}
