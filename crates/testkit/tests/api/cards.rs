//! Sharing a person.

use kamachat_client::new_client_msg_id;
use kamachat_domain::ids::AccountId;
use kamachat_protocol::{frames::ServerFrame, messages::NewMessage};
use kamachat_testkit::app::TestApp;
use serde_json::json;

use crate::wire::post;

fn card(of: AccountId) -> NewMessage {
    let body = json!({"user_id": of});
    NewMessage {
        client_msg_id: new_client_msg_id(),
        kind: "card".into(),
        body,
        reply_to: None,
        mentions: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_shows_a_person_as_strangers_see_him() {
    let app = TestApp::start().await;
    let (mei, tom, eve) = (app.register("mei").await, app.register("tom").await, app.register("eve").await);
    let chat = app.befriend(&mei, &tom).await;
    let mut of_tom = tom.client.connect().await.unwrap();
    let message = card(eve.account.id);
    let sent = mei.client.send(chat, &message).await.unwrap();
    assert!(mei.client.send(chat, &message).await.unwrap().duplicate);
    assert_eq!((sent.message.kind.as_str(), sent.message.body.text.as_str()), ("card", ""));
    let shown = sent.message.body.card.clone().unwrap();
    assert_eq!((shown.id, shown.username.as_str()), (eve.account.id, "eve"));
    let heard = loop {
        if let ServerFrame::NewMessage { message } = of_tom.recv().await.unwrap() {
            break message;
        }
    };
    assert_eq!(heard, sent.message);
    assert_eq!(tom.client.messages_after(chat, 0).await.unwrap(), [heard]);
    assert_eq!(tom.client.unread_count().await.unwrap(), 1);
    let listed = tom.client.conversation(chat).await.unwrap().last_message.unwrap();
    assert_eq!(listed.body.card.unwrap().id, eve.account.id);
}

#[tokio::test]
async fn a_card_names_somebody_whom_its_sender_can_see() {
    let app = TestApp::start().await;
    let (mei, tom, eve) = (app.register("mei").await, app.register("tom").await, app.register("eve").await);
    let chat = app.befriend(&mei, &tom).await;
    eve.client.block(mei.account.id).await.unwrap();
    let nobody = "0193f3c2-7a3e-7cc0-8000-000000000001".parse().unwrap();
    for person in [nobody, eve.account.id] {
        let refused = mei.client.send(chat, &card(person)).await.unwrap_err();
        assert_eq!((refused.status(), refused.code()), (Some(400), Some("message.card_unknown")));
    }
    for body in
        [json!({}), json!({"user_id": "x"}), json!({"user_id": eve.account.id, "name": "Bob"}), json!([])]
    {
        let message = json!({"client_msg_id": new_client_msg_id(), "kind": "card", "body": body});
        let answer =
            post(&app, &format!("/conversations/{chat}/messages")).by(&mei).json(&message).send().await;
        assert_eq!(answer.refusal(), (400, "message.body_invalid".to_owned()), "{body}");
    }
    assert_eq!(mei.client.conversation(chat).await.unwrap().last_seq, 0);
}
