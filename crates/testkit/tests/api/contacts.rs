use kamachat_protocol::contacts::{Relation, RequestState};
use kamachat_testkit::app::{Person, TestApp};
use serde_json::json;

use crate::wire::{get, post};

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
