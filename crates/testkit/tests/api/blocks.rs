//! Who blocks hears nothing any more, and who is blocked does not learn it.

use kamachat_client::new_client_msg_id;
use kamachat_domain::ids::{AccountId, ConversationId};
use kamachat_protocol::contacts::RequestState;
use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use serde_json::json;
use sqlx::Connection;

use crate::wire::{call, post};

async fn three(app: &TestApp) -> [Person; 3] {
    [app.register("mei").await, app.register("tom").await, app.register("eve").await]
}

async fn send(by: &Person, chat: ConversationId) -> Result<(), String> {
    let sent = by.client.send_text(chat, new_client_msg_id(), "hi").await;
    sent.map(drop).map_err(|error| error.code().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_block_holds_in_both_directions_until_it_ends() {
    let app = TestApp::start().await;
    let [mei, tom, _] = three(&app).await;
    let chat = app.befriend(&mei, &tom).await;
    send(&tom, chat).await.unwrap();
    mei.client.block(tom.account.id).await.unwrap();
    mei.client.block(tom.account.id).await.unwrap();
    for person in [&mei, &tom] {
        assert_eq!(send(person, chat).await, Err("message.refused".to_owned()));
        assert_eq!(person.client.contacts(None, None).await.unwrap().items.len(), 1);
        assert_eq!(person.client.conversation(chat).await.unwrap().last_seq, 1);
    }
    let listed = mei.client.blocks(None, None).await.unwrap().items;
    assert_eq!(listed.iter().map(|each| each.user.id).collect::<Vec<_>>(), [tom.account.id]);
    assert!(tom.client.blocks(None, None).await.unwrap().items.is_empty());
    let seen = mei.client.user(tom.account.id).await.unwrap();
    assert!(seen.blocked);
    assert!(!tom.client.user(mei.account.id).await.unwrap().blocked);
    // Both block: each ends his own.
    tom.client.block(mei.account.id).await.unwrap();
    mei.client.unblock(tom.account.id).await.unwrap();
    assert_eq!(send(&mei, chat).await, Err("message.refused".to_owned()));
    tom.client.unblock(mei.account.id).await.unwrap();
    send(&mei, chat).await.unwrap();
    send(&tom, chat).await.unwrap();
    assert_eq!(tom.client.unblock(mei.account.id).await.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn a_message_that_was_stored_before_the_block_is_still_acknowledged() {
    let app = TestApp::start().await;
    let [mei, tom, _] = three(&app).await;
    let chat = app.befriend(&mei, &tom).await;
    let id = new_client_msg_id();
    tom.client.send_text(chat, id, "hi").await.unwrap();
    mei.client.block(tom.account.id).await.unwrap();
    assert!(tom.client.send_text(chat, id, "hi").await.unwrap().duplicate);
}

#[tokio::test]
async fn who_is_blocked_finds_nobody_and_his_requests_go_nowhere() {
    let app = TestApp::start().await;
    let [mei, tom, eve] = three(&app).await;
    mei.client.block(tom.account.id).await.unwrap();
    assert!(tom.client.find_users("mei").await.unwrap().items.is_empty());
    assert_eq!(eve.client.find_users("mei").await.unwrap().items.len(), 1);
    assert_eq!(mei.client.find_users("tom").await.unwrap().items.len(), 1);
    // As of somebody who takes no requests.
    let choose = json!({"who_may_add": "nobody"});
    assert!(call(&app, Method::PUT, "/me/settings").by(&eve).json(&choose).send().await.status.is_success());
    let ask = |from: &Person, to: AccountId| {
        post(&app, "/friend-requests").by(from).json(&json!({"user_id": to, "note": ""})).send()
    };
    let (of_blocker, of_shy) = (ask(&tom, mei.account.id).await, ask(&tom, eve.account.id).await);
    assert_eq!(of_blocker.refusal(), (403, "friend_request.not_wanted".to_owned()));
    assert_eq!(of_blocker.refusal(), of_shy.refusal());
    assert_eq!(of_blocker.json()["detail"], of_shy.json()["detail"]);
    // The blocker is told what stands in his way.
    assert_eq!(ask(&mei, tom.account.id).await.refusal(), (409, "friend_request.blocked".to_owned()));
}

#[tokio::test]
async fn a_request_that_is_open_stays_open_for_its_sender_only() {
    let app = TestApp::start().await;
    let [mei, tom, eve] = three(&app).await;
    let asked = tom.client.request_friend(mei.account.id, "").await.unwrap();
    let mine = mei.client.request_friend(eve.account.id, "").await.unwrap();
    mei.client.block(tom.account.id).await.unwrap();
    mei.client.block(eve.account.id).await.unwrap();
    let of_tom = tom.client.friend_requests(None, None).await.unwrap().items;
    assert_eq!((of_tom[0].id, of_tom[0].state), (asked.id, RequestState::Pending));
    let body = json!({"user_id": mei.account.id, "note": ""});
    let again = post(&app, "/friend-requests").by(&tom).json(&body).send().await;
    assert_eq!(again.refusal(), (409, "friend_request.pending".to_owned()));
    // What she asked herself is taken back.
    let of_mei = mei.client.friend_requests(None, None).await.unwrap().items;
    assert_eq!(
        of_mei.iter().map(|each| (each.id, each.state)).collect::<Vec<_>>(),
        [(mine.id, RequestState::Withdrawn)]
    );
}

async fn disable(app: &TestApp, username: &str) {
    let url = format!("sqlite://{}", app.data_dir().join("kamachat.db").display());
    let mut database = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let update = sqlx::query("UPDATE user SET status = 1 WHERE username = ?").bind(username);
    assert_eq!(update.execute(&mut database).await.unwrap().rows_affected(), 1);
}

/// Every route that names a person, for everybody whom a person can be to the caller.
#[tokio::test]
async fn each_route_answers_each_kind_of_person() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let mut people = Vec::new();
    for name in ["stranger", "contact", "blocked", "blocker", "disabled"] {
        people.push(app.register(name).await);
    }
    let [stranger, contact, blocked, blocker, disabled] = &people[..] else { unreachable!() };
    for person in [contact, disabled] {
        app.befriend(&mei, person).await;
    }
    mei.client.block(blocked.account.id).await.unwrap();
    blocker.client.block(mei.account.id).await.unwrap();
    disable(&app, "disabled").await;
    let nobody: AccountId = "0193f3c2-7a3e-7cc0-8000-000000000001".parse().unwrap();

    let status = async |method: Method, route: String, body: serde_json::Value, by: Option<&Person>| {
        let call = call(&app, method, &route).json(&body);
        let call = if let Some(by) = by { call.by(by) } else { call };
        call.send().await.status.as_u16()
    };
    let all = [
        stranger.account.id,
        contact.account.id,
        blocked.account.id,
        blocker.account.id,
        disabled.account.id,
        nobody,
        mei.account.id,
    ];
    let (patch, put, delete) = (Method::PATCH, Method::PUT, Method::DELETE);
    for (method, path, body, wanted) in [
        (Method::GET, "users", json!({}), [200, 200, 200, 200, 404, 404, 200]),
        (patch, "contacts", json!({"starred": true}), [404, 200, 404, 404, 200, 404, 404]),
        (put, "blocks", json!({}), [204, 204, 204, 204, 204, 404, 400]),
        (delete.clone(), "blocks", json!({}), [204, 204, 204, 204, 204, 404, 404]),
        (delete, "contacts", json!({}), [404, 204, 404, 404, 204, 404, 404]),
    ] {
        for (id, wanted) in all.iter().zip(wanted) {
            let route = format!("/{path}/{id}");
            assert_eq!(status(method.clone(), route.clone(), body.clone(), None).await, 401, "{route}");
            let got = status(method.clone(), route.clone(), body.clone(), Some(&mei)).await;
            assert_eq!(got, wanted, "{method} {route}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn presence_is_not_shown_across_a_block() {
    let app = TestApp::start().await;
    let [mei, tom, _] = three(&app).await;
    app.befriend(&mei, &tom).await;
    let (_of_mei, _of_tom) = (mei.client.connect().await.unwrap(), tom.client.connect().await.unwrap());
    let sees = async |who: AccountId, whom: AccountId| {
        !app.services().presence.shown_to(who, &[whom]).await.unwrap().is_empty()
    };
    let (a, b) = (mei.account.id, tom.account.id);
    assert!(sees(a, b).await && sees(b, a).await && sees(a, a).await);
    mei.client.block(b).await.unwrap();
    assert!(!sees(a, b).await && !sees(b, a).await);
    mei.client.unblock(b).await.unwrap();
    assert!(sees(a, b).await && sees(b, a).await);
}
