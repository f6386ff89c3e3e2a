//! Presence: who is there, who sees it, and that nobody else learns anything.

use std::time::{Duration, Instant};

use kamachat_client::{AccountId, Error, Socket};
use kamachat_protocol::frames::{ClientFrame, DeviceState, ServerFrame};
use kamachat_testkit::app::{Person, TestApp};
use kamachat_testkit::contracts::fixtures::id;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::wire::{call, get};

/// Longest wait for something that should come; offline comes after a grace of five seconds.
const PATIENCE: Duration = Duration::from_secs(15);

/// The next frame about presence: whose, what, and whether a time came with it.
async fn next(socket: &mut Socket) -> (AccountId, String, bool) {
    let frame = async {
        loop {
            if let ServerFrame::Presence { user_id, state, last_seen_at } = socket.recv().await.unwrap() {
                return (user_id, state.as_str().to_owned(), last_seen_at.is_some());
            }
        }
    };
    timeout(PATIENCE, frame).await.expect("nobody's presence was told")
}

/// What was told until the server answered a ping that is sent now.
async fn told(socket: &mut Socket) -> Vec<String> {
    socket.send(&ClientFrame::Ping { t: 7 }).await.unwrap();
    let mut told = Vec::new();
    loop {
        match timeout(PATIENCE, socket.recv()).await.unwrap().unwrap() {
            ServerFrame::Presence { state, .. } => told.push(state.as_str().to_owned()),
            ServerFrame::Pong { t: 7 } => return told,
            _ => {}
        }
    }
}

async fn choose(app: &TestApp, person: &Person, setting: Value) {
    let answer = call(app, Method::PUT, "/me/settings").by(person).json(&setting).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

async fn online(app: &TestApp, person: &Person) -> Vec<(String, String)> {
    let answer = get(app, "/users/online").by(person).send().await.json();
    let item =
        |item: &Value| (item["user_id"].as_str().unwrap().into(), item["state"].as_str().unwrap().into());
    answer["items"].as_array().unwrap().iter().map(item).collect()
}

/// Two friends; the first looks at the second.
async fn friends() -> (TestApp, Person, Person, Socket) {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    app.befriend(&mei, &tom).await;
    let mut looking = mei.client.connect().await.unwrap();
    looking.watch(vec![tom.account.id]).await.unwrap();
    assert_eq!(next(&mut looking).await, (tom.account.id, "offline".into(), false), "nobody was here yet");
    (app, mei, tom, looking)
}

#[tokio::test]
async fn somebody_is_online_with_a_socket_and_offline_after_the_grace() {
    let (app, mei, tom, mut looking) = friends().await;
    let id = tom.account.id;
    let socket = tom.client.connect().await.unwrap();
    assert_eq!(next(&mut looking).await, (id, "online".into(), false));
    assert_eq!(online(&app, &mei).await, [(id.to_string(), "online".to_owned())]);
    socket.close().await.unwrap();
    let closed = Instant::now();
    assert_eq!(next(&mut looking).await, (id, "offline".into(), true));
    assert!(closed.elapsed() >= Duration::from_secs(4), "a short break is no news: {:?}", closed.elapsed());
    assert!(online(&app, &mei).await.is_empty());
}

#[tokio::test]
async fn a_reconnect_within_the_grace_is_no_news() {
    let (_app, _, tom, mut looking) = friends().await;
    let first = tom.client.connect().await.unwrap();
    assert_eq!(next(&mut looking).await.1, "online");
    first.close().await.unwrap();
    let mut second = tom.client.connect().await.unwrap();
    second.send(&ClientFrame::Presence { state: DeviceState::Away }).await.unwrap();
    assert_eq!(next(&mut looking).await.1, "away", "and not offline before");
    assert!(told(&mut looking).await.is_empty());
}

#[tokio::test]
async fn the_device_that_is_used_counts() {
    let (_app, _, tom, mut looking) = friends().await;
    let mut phone = tom.client.connect().await.unwrap();
    assert_eq!(next(&mut looking).await.1, "online");
    phone.send(&ClientFrame::Presence { state: DeviceState::Away }).await.unwrap();
    assert_eq!(next(&mut looking).await.1, "away");
    let laptop = tom.client.connect().await.unwrap();
    assert_eq!(next(&mut looking).await.1, "online");
    laptop.close().await.unwrap();
    assert_eq!(next(&mut looking).await.1, "away", "the phone is still there");
    phone.send(&ClientFrame::Presence { state: DeviceState::Online }).await.unwrap();
    assert_eq!(next(&mut looking).await.1, "online");
}

#[tokio::test]
async fn the_own_choice_is_what_others_see() {
    let (app, mei, tom, mut looking) = friends().await;
    let _socket = tom.client.connect().await.unwrap();
    assert_eq!(next(&mut looking).await.1, "online");
    choose(&app, &tom, json!({"presence": "do_not_disturb"})).await;
    assert_eq!(next(&mut looking).await.1, "do_not_disturb");
    choose(&app, &tom, json!({"presence": "invisible"})).await;
    assert_eq!(next(&mut looking).await.1, "offline");
    assert!(online(&app, &mei).await.is_empty());
    choose(&app, &tom, json!({"presence": "online"})).await;
    assert_eq!(next(&mut looking).await.1, "online");
    let bad =
        call(&app, Method::PUT, "/me/settings").by(&tom).json(&json!({"presence": "hidden"})).send().await;
    assert_eq!(bad.status, 400);
}

#[tokio::test]
async fn who_sees_it_is_the_persons_choice() {
    let app = TestApp::start().await;
    let (tom, friend) = (app.register("tom").await, app.register("friend").await);
    let stranger = app.register("stranger").await;
    app.befriend(&friend, &tom).await;
    let _socket = tom.client.connect().await.unwrap();
    for (audience, friend_sees, stranger_sees) in
        [("contacts", true, false), ("everyone", true, true), ("nobody", false, false)]
    {
        choose(&app, &tom, json!({"last_seen": audience})).await;
        for (viewer, sees) in [(&friend, friend_sees), (&stranger, stranger_sees), (&tom, true)] {
            let mut socket = viewer.client.connect().await.unwrap();
            socket.watch(vec![tom.account.id]).await.unwrap();
            let expected = if sees { vec!["online".to_owned()] } else { vec![] };
            assert_eq!(told(&mut socket).await, expected, "{audience}: {}", viewer.account.username);
        }
        assert_eq!(online(&app, &friend).await.len(), usize::from(friend_sees), "{audience}");
        assert!(online(&app, &stranger).await.is_empty(), "the list is of contacts");
    }
}

#[tokio::test]
async fn a_stranger_learns_nothing_until_they_are_contacts_and_a_change_of_mind_hides() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let mut looking = mei.client.connect().await.unwrap();
    let nobody = id::<AccountId>();
    looking.watch(vec![tom.account.id, nobody]).await.unwrap();
    let socket = tom.client.connect().await.unwrap();
    assert!(told(&mut looking).await.is_empty());
    app.befriend(&mei, &tom).await;
    assert_eq!(next(&mut looking).await, (tom.account.id, "online".into(), false));
    choose(&app, &tom, json!({"last_seen": "nobody"})).await;
    assert_eq!(next(&mut looking).await, (tom.account.id, "offline".into(), false), "without a time");
    socket.close().await.unwrap();
    tokio::time::timeout(Duration::from_secs(7), next(&mut looking)).await.unwrap_err();
}

#[tokio::test]
async fn a_list_is_bounded_and_another_replaces_it() {
    let (_app, _, tom, mut looking) = friends().await;
    let many: Vec<AccountId> = (0..201).map(|_| id()).collect();
    let reference = Some("w".to_owned());
    looking.send(&ClientFrame::Watch { reference: reference.clone(), user_ids: many.clone() }).await.unwrap();
    let refused = timeout(PATIENCE, looking.recv()).await.unwrap().unwrap();
    let ServerFrame::Error { reference: answered, code, .. } = refused else { panic!("{refused:?}") };
    assert_eq!((answered, code.as_str()), (reference, "request.invalid"));
    let _socket = tom.client.connect().await.unwrap();
    assert_eq!(next(&mut looking).await.1, "online", "the old list stays");
    looking.watch(many[..200].to_vec()).await.unwrap();
    assert!(told(&mut looking).await.is_empty());
}

#[tokio::test]
async fn looking_uses_the_budget_of_calls() {
    let app =
        TestApp::with(&[("KAMA__LIMITS__PROFILE", "standard"), ("KAMA__LIMITS__ACCOUNT_REQUESTS", "30")])
            .await;
    let mei = app.register("mei").await;
    let mut socket = mei.client.connect().await.unwrap();
    let many: Vec<AccountId> = (0..200).map(|_| id()).collect();
    for _ in 0..5 {
        socket.watch(many.clone()).await.unwrap();
    }
    let refused = async {
        loop {
            match socket.recv().await {
                Ok(ServerFrame::Error { code, retry_after, .. }) => return (code, retry_after.is_some()),
                Ok(_) => {}
                Err(error) => panic!("{error}"),
            }
        }
    };
    assert_eq!(timeout(PATIENCE, refused).await.unwrap(), ("too_many_requests".to_owned(), true));
    assert!(!matches!(socket.close().await, Err(Error::Closed { .. })));
}
