//! Remark, star, tags, deleting a contact, taking a request back.

use kamachat_protocol::contacts::{ContactChange, RequestState};
use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use crate::wire::{call, get};

async fn two(app: &TestApp) -> [Person; 2] {
    [app.register("mei").await, app.register("tom").await]
}

#[tokio::test]
async fn what_one_notes_about_a_contact_only_he_sees() {
    let app = TestApp::start().await;
    let [mei, tom] = two(&app).await;
    app.befriend(&mei, &tom).await;
    let change = ContactChange {
        remark: Some(Some(" 张三 ".into())),
        starred: Some(true),
        tags: Some(vec!["work".into(), "家人".into(), "work".into()]),
    };
    let noted = mei.client.change_contact(tom.account.id, &change).await.unwrap();
    assert_eq!((noted.remark.as_deref(), noted.starred), (Some("张三"), true));
    assert_eq!(noted.tags, ["work", "家人"]);
    assert_eq!((noted.letter.as_str(), noted.initials.as_str()), ("Z", "zs"));
    assert_eq!(mei.client.contacts(None, None).await.unwrap().items, std::slice::from_ref(&noted));
    let other = &tom.client.contacts(None, None).await.unwrap().items[0];
    assert_eq!((other.remark.as_deref(), other.starred, other.tags.len()), (None, false, 0));
    assert_eq!(other.letter, "M");
    // What is left out stays; null and empty text clear.
    for cleared in [json!({"remark": null}), json!({"remark": " "})] {
        let route = format!("/contacts/{}", tom.account.id);
        let answer = call(&app, Method::PATCH, &route).by(&mei).json(&cleared).send().await.json();
        assert_eq!((&answer["remark"], &answer["starred"]), (&Value::Null, &json!(true)));
        assert_eq!((&answer["letter"], &answer["tags"]), (&json!("T"), &json!(["work", "家人"])));
    }
}

#[tokio::test]
async fn what_cannot_be_noted_is_refused() {
    let app = TestApp::start().await;
    let [mei, tom] = two(&app).await;
    app.befriend(&mei, &tom).await;
    let route = format!("/contacts/{}", tom.account.id);
    let many: Vec<String> = (0..11).map(|n| n.to_string()).collect();
    for (body, code) in [
        (json!({"remark": "x".repeat(65)}), "contact.remark_invalid"),
        (json!({"remark": "a\nb"}), "contact.remark_invalid"),
        (json!({"tags": ["x".repeat(25)]}), "contact.tag_invalid"),
        (json!({"tags": [""]}), "contact.tag_invalid"),
        (json!({"tags": many}), "contact.too_many_tags"),
    ] {
        let answer = call(&app, Method::PATCH, &route).by(&mei).json(&body).send().await;
        assert_eq!(answer.refusal(), (400, code.to_owned()), "{body}");
    }
    for body in [json!({"remark": 5}), json!({"starred": "x"}), json!({"owner_id": mei.account.id})] {
        let answer = call(&app, Method::PATCH, &route).by(&mei).json(&body).send().await;
        assert_eq!(answer.status.as_u16(), 400, "{body}");
    }
    let contact = &mei.client.contacts(None, None).await.unwrap().items[0];
    assert_eq!((contact.remark.as_deref(), contact.tags.len()), (None, 0));
}

#[tokio::test]
async fn deleting_takes_the_own_side_and_asking_again_brings_it_back() {
    let app = TestApp::start().await;
    let [mei, tom] = two(&app).await;
    let chat = app.befriend(&mei, &tom).await;
    mei.client.delete_contact(tom.account.id).await.unwrap();
    assert_eq!(mei.client.delete_contact(tom.account.id).await.unwrap_err().status(), Some(404));
    assert!(mei.client.contacts(None, None).await.unwrap().items.is_empty());
    assert_eq!(tom.client.contacts(None, None).await.unwrap().items.len(), 1);
    // Tom never deleted her: he is not asked again.
    let asked = mei.client.request_friend(tom.account.id, "").await.unwrap();
    assert_eq!((asked.state, asked.conversation_id), (RequestState::Accepted, Some(chat)));
    assert_eq!(mei.client.contacts(None, None).await.unwrap().items.len(), 1);
    // The other way round he has to ask.
    mei.client.delete_contact(tom.account.id).await.unwrap();
    let asked = tom.client.request_friend(mei.account.id, "").await.unwrap();
    assert_eq!(asked.state, RequestState::Pending);
    mei.client.accept_friend(asked.id).await.unwrap();
    tom.client.send_text(chat, kamachat_client::new_client_msg_id(), "hi").await.unwrap();
}

#[tokio::test]
async fn a_server_may_delete_both_sides() {
    let app = TestApp::with(&[("KAMA__CONTACTS__DELETE", "both")]).await;
    let [mei, tom] = two(&app).await;
    app.befriend(&mei, &tom).await;
    mei.client.delete_contact(tom.account.id).await.unwrap();
    assert!(tom.client.contacts(None, None).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn only_the_sender_takes_a_request_back_and_only_while_it_is_open() {
    let app = TestApp::start().await;
    let [mei, tom] = two(&app).await;
    let asked = mei.client.request_friend(tom.account.id, "").await.unwrap();
    let withdraw =
        |by: &Person| call(&app, Method::DELETE, &format!("/friend-requests/{}", asked.id)).by(by).send();
    assert_eq!(withdraw(&tom).await.refusal(), (404, "not_found".to_owned()));
    let answer = withdraw(&mei).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["state"]), (200, &json!("withdrawn")));
    assert_eq!(withdraw(&mei).await.refusal(), (409, "friend_request.decided".to_owned()));
    let late = tom.client.accept_friend(asked.id).await.unwrap_err();
    assert_eq!(late.code(), Some("friend_request.decided"));
    assert_eq!(get(&app, "/friend-requests").by(&tom).send().await.json()["items"][0]["state"], "withdrawn");
    assert!(mei.client.request_friend(tom.account.id, "again").await.is_ok());
}

#[tokio::test]
async fn accepting_and_taking_back_at_once_has_one_winner() {
    let app = TestApp::start().await;
    let [mei, tom] = two(&app).await;
    for _ in 0..5 {
        let asked = mei.client.request_friend(tom.account.id, "").await.unwrap();
        let (back, yes) =
            tokio::join!(mei.client.withdraw_request(asked.id), tom.client.accept_friend(asked.id));
        assert_ne!(back.is_ok(), yes.is_ok());
        let contacts = mei.client.contacts(None, None).await.unwrap().items.len();
        assert_eq!(contacts, usize::from(yes.is_ok()));
        if yes.is_ok() {
            return;
        }
    }
}
