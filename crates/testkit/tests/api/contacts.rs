use kamachat_protocol::contacts::{Relation, RequestState};
use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use serde_json::json;
use sqlx::Connection;

use crate::wire::{call, get, post};

async fn three(app: &TestApp) -> [Person; 3] {
    [app.register("mei").await, app.register("tom").await, app.register("eve").await]
}

#[tokio::test]
async fn a_request_is_seen_by_both_and_accepting_opens_a_chat() {
    let app = TestApp::start().await;
    let [mei, tom, eve] = three(&app).await;
    let asked = mei.client.request_friend(tom.account.id, " Hi, it is Mei ").await.unwrap();
    assert_eq!((asked.state, asked.note.as_str()), (RequestState::Pending, "Hi, it is Mei"));
    for person in [&mei, &tom] {
        let list = person.client.friend_requests(None, None).await.unwrap().items;
        assert_eq!(list, std::slice::from_ref(&asked));
    }
    assert!(eve.client.friend_requests(None, None).await.unwrap().items.is_empty());

    let accepted = tom.client.accept_friend(asked.id).await.unwrap();
    assert_eq!(accepted.state, RequestState::Accepted);
    let chat = accepted.conversation_id.unwrap();
    for (person, peer) in [(&mei, &tom), (&tom, &mei)] {
        let contacts = person.client.contacts(None, None).await.unwrap().items;
        assert_eq!(contacts.len(), 1);
        assert_eq!((contacts[0].user.id, contacts[0].conversation_id), (peer.account.id, Some(chat)));
        let conversation = person.client.conversation(chat).await.unwrap();
        assert_eq!(conversation.peer.unwrap().id, peer.account.id);
    }
}

#[tokio::test]
async fn the_relation_follows_what_happened() {
    let app = TestApp::start().await;
    let [mei, tom, eve] = three(&app).await;
    let relation = async |of: &Person, to: &Person| of.client.user(to.account.id).await.unwrap().relation;
    assert_eq!(relation(&mei, &mei).await, Relation::Myself);
    assert_eq!(relation(&mei, &tom).await, Relation::None);
    let asked = mei.client.request_friend(tom.account.id, "").await.unwrap();
    assert_eq!(relation(&mei, &tom).await, Relation::RequestSent);
    assert_eq!(relation(&tom, &mei).await, Relation::RequestReceived);
    assert_eq!(relation(&eve, &mei).await, Relation::None);
    tom.client.accept_friend(asked.id).await.unwrap();
    assert_eq!(relation(&mei, &tom).await, Relation::Contact);
    assert_eq!(relation(&tom, &mei).await, Relation::Contact);
}

#[tokio::test]
async fn people_are_found_by_their_whole_name_only() {
    let app = TestApp::start().await;
    let [mei, tom, _] = three(&app).await;
    let found = mei.client.find_users("TOM").await.unwrap().items;
    assert_eq!(found.iter().map(|person| person.id).collect::<Vec<_>>(), [tom.account.id]);
    for query in ["to", "%", "_om", "tom' or '1'='1", "", "tom\0", "🙂"] {
        assert!(mei.client.find_users(query).await.unwrap().items.is_empty(), "{query:?}");
    }
}

#[tokio::test]
async fn two_people_who_ask_each_other_at_once_are_contacts_with_one_chat() {
    let app = TestApp::start().await;
    let [mei, tom, _] = three(&app).await;
    let (one, other) = tokio::join!(
        mei.client.request_friend(tom.account.id, "a"),
        tom.client.request_friend(mei.account.id, "b"),
    );
    let states = [one.unwrap().state, other.unwrap().state];
    assert!(states.contains(&RequestState::Accepted), "{states:?}");
    for person in [&mei, &tom] {
        assert_eq!(person.client.contacts(None, None).await.unwrap().items.len(), 1);
        assert_eq!(person.client.conversations(None, None).await.unwrap().items.len(), 1);
        let requests = person.client.friend_requests(None, None).await.unwrap().items;
        assert!(requests.iter().all(|request| request.state == RequestState::Accepted));
    }
}

#[tokio::test]
async fn what_a_request_cannot_be_is_refused_with_its_code() {
    let app = TestApp::start().await;
    let [mei, tom, eve] = three(&app).await;
    let ask = |user_id: serde_json::Value, note: &str| {
        post(&app, "/friend-requests").by(&mei).json(&json!({"user_id": user_id, "note": note})).send()
    };
    let refusal = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(ask(json!(mei.account.id), "").await.refusal(), refusal(400, "friend_request.to_self"));
    assert_eq!(
        ask(json!(eve.account.id), &"x".repeat(201)).await.refusal(),
        refusal(400, "friend_request.note_invalid")
    );
    let nobody = "0193f3c2-7a3e-7cc0-8000-000000000001";
    assert_eq!(ask(json!(nobody), "").await.refusal(), refusal(404, "not_found"));
    assert_eq!(ask(json!(tom.account.id), "").await.status, 201);
    assert_eq!(ask(json!(tom.account.id), "").await.refusal(), refusal(409, "friend_request.pending"));
    app.befriend(&eve, &mei).await;
    assert_eq!(
        ask(json!(eve.account.id), "").await.refusal(),
        refusal(409, "friend_request.already_contacts")
    );
}

#[tokio::test]
async fn only_who_was_asked_decides_and_only_once() {
    let app = TestApp::start().await;
    let [mei, tom, eve] = three(&app).await;
    let asked = mei.client.request_friend(tom.account.id, "").await.unwrap();
    for verb in ["accept", "refuse"] {
        let route = format!("/friend-requests/{}/{verb}", asked.id);
        for person in [&mei, &eve] {
            let answer = post(&app, &route).by(person).send().await;
            assert_eq!(answer.refusal(), (404, "not_found".to_owned()));
        }
    }
    let refused = tom.client.refuse_friend(asked.id).await.unwrap();
    assert_eq!(refused.state, RequestState::Refused);
    let again = tom.client.accept_friend(asked.id).await.unwrap_err();
    assert_eq!((again.status(), again.code()), (Some(409), Some("friend_request.decided")));
    assert!(mei.client.contacts(None, None).await.unwrap().items.is_empty());
    // A refusal is not for ever.
    assert!(mei.client.request_friend(tom.account.id, "please").await.is_ok());
}

#[tokio::test]
async fn lists_go_on_where_a_page_ended() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let mut friends = Vec::new();
    for n in 0..5 {
        let friend = app.register(&format!("friend{n}")).await;
        app.befriend(&mei, &friend).await;
        friends.push(friend.account.id);
    }
    for route in ["contacts", "friend-requests", "conversations"] {
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = get(&app, &format!("/{route}?limit=2{cursor}")).by(&mei).send().await.json();
            let items = page["items"].as_array().unwrap().clone();
            assert!(items.len() <= 2);
            seen.extend(items);
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let unique: std::collections::HashSet<String> = seen.iter().map(ToString::to_string).collect();
        assert_eq!((seen.len(), unique.len()), (5, 5), "{route}");
    }
}

async fn sql(app: &TestApp, statement: &str) {
    let url = format!("sqlite://{}", app.data_dir().join("kamachat.db").display());
    let mut database = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let done = sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(&mut database).await.unwrap();
    assert_eq!(done.rows_affected(), 1);
}

#[tokio::test]
async fn an_address_finds_only_who_verified_it_and_wants_that() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let body = json!({"username": "tom", "password": "correct horse battery", "email": "tom@example.org"});
    let tom = post(&app, "/auth/register").json(&body).send().await.json();
    let token = tom["access_token"].as_str().unwrap();
    let choose = async |on: bool| {
        let choice = json!({"find_by_email": on});
        call(&app, Method::PUT, "/me/settings").token(token).json(&choice).send().await;
    };
    let finds = async || {
        let found = get(&app, "/users?q=TOM%40example.org").by(&mei).send().await;
        assert_eq!(found.status, 200);
        found.json()["items"].as_array().unwrap().len()
    };
    assert_eq!(finds().await, 0);
    choose(true).await;
    assert_eq!(finds().await, 0, "it is only claimed");
    sql(&app, "UPDATE user_identifier SET issuer = '', verified_at = 1").await;
    assert_eq!(finds().await, 1);
    mei.client.find_users("@tom").await.unwrap().items.pop().unwrap();
    let nothing = get(&app, "/users?q=nobody%40example.org").by(&mei).send().await.text;
    choose(false).await;
    let hidden = get(&app, "/users?q=tom%40example.org").by(&mei).send().await;
    assert_eq!((hidden.text.as_str(), hidden.status.as_u16()), (nothing.as_str(), 200));
    choose(true).await;
    let route = format!("/blocks/{}", mei.account.id);
    call(&app, Method::PUT, &route).token(token).send().await;
    assert_eq!(finds().await, 0);
}

#[tokio::test]
async fn a_request_that_nobody_answered_ends_after_fourteen_days_and_makes_room() {
    let app = TestApp::start().await;
    let [mei, tom, _] = three(&app).await;
    let asked = mei.client.request_friend(tom.account.id, "").await.unwrap();
    let days = 14 * 24 * 60 * 60 * 1000_i64;
    sql(&app, &format!("UPDATE friend_request SET created_at = created_at - {days}")).await;
    for person in [&mei, &tom] {
        let listed = person.client.friend_requests(None, None).await.unwrap().items;
        assert_eq!((listed[0].id, listed[0].state), (asked.id, RequestState::Expired));
    }
    assert_eq!(tom.client.user(mei.account.id).await.unwrap().relation, Relation::None);
    let late = tom.client.accept_friend(asked.id).await.unwrap_err();
    assert_eq!((late.status(), late.code()), (Some(409), Some("friend_request.expired")));
    // Tom asks, and does not accept what is over.
    let again = tom.client.request_friend(mei.account.id, "").await.unwrap();
    assert_eq!((again.state, again.from.id), (RequestState::Pending, tom.account.id));
}

#[tokio::test]
async fn a_number_finds_only_who_wants_that() {
    let app = TestApp::start().await;
    let [mei, tom, _] = three(&app).await;
    // As binding a number stores it.
    sql(&app, "UPDATE user SET phone = '+8613800138000' WHERE username = 'tom'").await;
    let finds = async |q: &str| mei.client.find_users(q).await.unwrap().items.len();
    assert_eq!(finds("13800138000").await, 0);
    let choice = json!({"find_by_phone": true});
    call(&app, Method::PUT, "/me/settings").by(&tom).json(&choice).send().await;
    for query in ["13800138000", "+86 138 0013 8000", "0086-138-0013-8000"] {
        assert_eq!(finds(query).await, 1, "{query}");
    }
    for query in ["13800138001", "+1 380 013 8000", "138001380"] {
        assert_eq!(finds(query).await, 0, "{query}");
    }
    // Whoever is called so is found by the name.
    let named = app.register("13800138000").await;
    assert_eq!(mei.client.find_users("13800138000").await.unwrap().items[0].id, named.account.id);
}
