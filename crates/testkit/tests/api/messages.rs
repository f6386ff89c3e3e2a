use kamachat_client::new_client_msg_id;
use kamachat_testkit::app::TestApp;
use serde_json::{Value, json};

use crate::wire::post;

#[tokio::test]
async fn a_message_is_answered_with_its_number_and_a_retry_with_the_same_message() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let body = json!({"client_msg_id": new_client_msg_id(), "kind": "text", "body": {"text": "你好 🙂"}});
    let send = || post(&app, &format!("/conversations/{chat}/messages")).by(&mei).json(&body).send();
    let (first, again) = (send().await, send().await);
    assert_eq!((first.status.as_u16(), &first.json()["duplicate"]), (201, &json!(false)));
    assert_eq!((again.status.as_u16(), &again.json()["duplicate"]), (200, &json!(true)));
    assert_eq!(first.json()["message"], again.json()["message"]);
    let message = &first.json()["message"];
    assert_eq!((&message["seq"], &message["cnt"], &message["rev"]), (&json!(1), &json!(1), &Value::Null));
    assert_eq!(message["body"]["text"], "你好 🙂");
    assert_eq!(message["sender"]["id"], json!(mei.account.id));
}

#[tokio::test]
async fn a_used_client_id_with_another_text_is_refused_and_other_senders_may_use_it() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let id = new_client_msg_id();
    mei.client.send_text(chat, id, "one").await.unwrap();
    let other = mei.client.send_text(chat, id, "two").await.unwrap_err();
    assert_eq!((other.status(), other.code()), (Some(409), Some("message.idempotency_mismatch")));
    assert!(!tom.client.send_text(chat, id, "three").await.unwrap().duplicate);
    assert_eq!(mei.client.conversation(chat).await.unwrap().last_seq, 2);
}

#[tokio::test]
async fn the_same_message_many_times_at_once_is_stored_once() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let id = new_client_msg_id();
    let sent = futures_util::future::join_all((0..20).map(|_| mei.client.send_text(chat, id, "once"))).await;
    let sent: Vec<_> = sent.into_iter().map(Result::unwrap).collect();
    assert_eq!(sent.iter().filter(|answer| !answer.duplicate).count(), 1);
    assert!(sent.iter().all(|answer| answer.message == sent[0].message));
    assert_eq!(tom.client.conversation(chat).await.unwrap().last_seq, 1);
}

#[tokio::test]
async fn numbers_are_dense_however_many_send_at_once() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let senders = [&mei, &tom];
    let sends = (0..60).map(|n| senders[n % 2].client.send_text(chat, new_client_msg_id(), "x"));
    let mut seqs: Vec<i64> = futures_util::future::join_all(sends)
        .await
        .into_iter()
        .map(|sent| sent.unwrap().message.seq)
        .collect();
    seqs.sort_unstable();
    assert_eq!(seqs, (1..=60).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_a_message_cannot_be_is_refused_with_its_code() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    for (kind, body, status, code) in [
        ("text", json!({"text": ""}), 400, "message.empty"),
        ("text", json!({"text": " \n\t "}), 400, "message.empty"),
        ("text", json!({"text": "x".repeat(10_001)}), 413, "message.too_long"),
        ("text", json!({"text": "a\0b"}), 400, "message.body_invalid"),
        ("text", json!({}), 400, "message.body_invalid"),
        ("text", json!({"text": 1}), 400, "message.body_invalid"),
        ("text", json!({"text": "x", "html": "<b>"}), 400, "message.body_invalid"),
        ("text", json!("x"), 400, "message.body_invalid"),
        ("text", json!(null), 400, "message.body_invalid"),
        ("image", json!({"text": "x"}), 400, "message.kind_unsupported"),
        ("system", json!({"text": "x"}), 400, "message.kind_unsupported"),
        ("TEXT", json!({"text": "x"}), 400, "message.kind_unsupported"),
    ] {
        let message = json!({"client_msg_id": new_client_msg_id(), "kind": kind, "body": body});
        let answer =
            post(&app, &format!("/conversations/{chat}/messages")).by(&mei).json(&message).send().await;
        assert_eq!(answer.refusal(), (status, code.to_owned()), "{kind} {body}");
    }
    assert_eq!(tom.client.conversation(chat).await.unwrap().last_seq, 0);
    let longest = "长".repeat(10_000);
    let sent = mei.client.send_text(chat, new_client_msg_id(), &longest).await.unwrap();
    assert_eq!(sent.message.body.text, longest);
}
