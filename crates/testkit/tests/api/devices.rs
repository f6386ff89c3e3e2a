//! Devices: the list, names, being signed out from elsewhere, and another password.

use std::time::Duration;

use kamachat_client::{Error, Socket};
use kamachat_protocol::frames::{AccountEventKind, ClientFrame, CloseCode, ServerFrame};
use kamachat_testkit::app::{PASSWORD, Person, TestApp};
use reqwest::Method;
use serde_json::json;
use tokio::time::timeout;

use crate::wire::{call, get, post};

const NEW: &str = "a new and better sentence";
/// Longest wait for something that should come at once.
const PATIENCE: Duration = Duration::from_secs(10);

/// The id of somebody's own session.
async fn session(person: &Person) -> String {
    let sessions = person.client.sessions().await.unwrap();
    sessions.into_iter().find(|session| session.current).unwrap().id.to_string()
}

async fn is_in(app: &TestApp, person: &Person) -> bool {
    get(app, "/me").by(person).send().await.status == 200
}

/// How the server closes a socket.
async fn closed(socket: &mut Socket) -> Option<u16> {
    let code = async {
        loop {
            if let Err(error) = socket.recv().await {
                let Error::Closed { code, .. } = error else { panic!("{error}") };
                return code;
            }
        }
    };
    timeout(PATIENCE, code).await.unwrap()
}

async fn assert_alive(socket: &mut Socket) {
    socket.send(&ClientFrame::Ping { t: 7 }).await.unwrap();
    let answered = async { while socket.recv().await.unwrap() != (ServerFrame::Pong { t: 7 }) {} };
    timeout(PATIENCE, answered).await.unwrap();
}

/// Change of a password as raw answer.
async fn change(app: &TestApp, person: &Person, current: &str, new: &str) -> (u16, String) {
    let body = json!({"current_password": current, "new_password": new});
    let answer = post(app, "/me/password").by(person).json(&body).send().await;
    (answer.status.as_u16(), if answer.status == 204 { String::new() } else { answer.code() })
}

#[tokio::test]
async fn the_list_says_where_somebody_is_signed_in() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
    let login = json!({"login": "mei", "password": PASSWORD});
    let answer = post(&app, "/auth/login").header("user-agent", browser).json(&login).send().await;
    let token = answer.json()["access_token"].as_str().unwrap().to_owned();
    let listed = get(&app, "/me/sessions").token(&token).send().await.json();
    let items = listed["items"].as_array().unwrap();
    assert_eq!((items.len(), &listed["next_cursor"]), (2, &json!(null)));
    let here = &items[0];
    assert_eq!(
        (&here["name"], &here["app"], &here["platform"]),
        (&json!("Firefox on Linux"), &json!("Firefox"), &json!("linux"))
    );
    assert_eq!((&here["current"], &here["renamed"]), (&json!(true), &json!(false)));
    assert_eq!((&here["ip"], &here["user_agent"]), (&json!("127.0.0.1"), &json!(browser)));
    assert_eq!(here["created_at"], here["last_seen_at"]);
    assert_eq!(items[1]["current"], false);
    assert!(!listed.to_string().contains("refresh"), "nothing secret in it");
    let page = get(&app, "/me/sessions?limit=1").token(&token).send().await.json();
    let next = format!("/me/sessions?limit=1&cursor={}", page["next_cursor"].as_str().unwrap());
    assert_eq!(get(&app, &next).token(&token).send().await.json()["items"][0], items[1]);
    assert!(is_in(&app, &mei).await);
}

#[tokio::test]
async fn a_device_gets_a_name_from_its_owner_only() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let id = session(&mei).await;
    let route = format!("/me/sessions/{id}");
    let rename = |name: &str| call(&app, Method::PATCH, &route).json(&json!({"name": name}));
    let renamed = rename("  书房的电脑 ").by(&mei).send().await.json();
    assert_eq!((&renamed["name"], &renamed["renamed"]), (&json!("书房的电脑"), &json!(true)));
    assert_eq!(mei.client.sessions().await.unwrap()[0].name, "书房的电脑");
    for bad in ["", "  ", "a\nb", &"x".repeat(65)] {
        let refused = rename(bad).by(&mei).send().await;
        assert_eq!(refused.refusal(), (400, "account.device_name_invalid".to_owned()), "{bad:?}");
    }
    assert_eq!(rename("mine").by(&tom).send().await.refusal(), (404, "not_found".to_owned()));
    let theirs = call(&app, Method::DELETE, &route).by(&tom).send().await;
    assert_eq!(theirs.refusal(), (404, "not_found".to_owned()));
    assert!(is_in(&app, &mei).await);
}

#[tokio::test]
async fn a_revoked_device_is_thrown_out_at_once_and_the_others_stay() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let (phone, tablet) = (app.sign_in(&mei).await, app.sign_in(&mei).await);
    let ticket = phone.client.socket_ticket().await.unwrap().ticket;
    let (mut on_phone, mut on_tablet) =
        (phone.client.connect().await.unwrap(), tablet.client.connect().await.unwrap());
    let gone = session(&phone).await.parse().unwrap();
    mei.client.end_session(gone).await.unwrap();
    assert_eq!(closed(&mut on_phone).await, Some(CloseCode::Revoked as u16));
    assert!(!is_in(&app, &phone).await);
    let refresh = json!({"refresh_token": phone.refresh_token()});
    let refused = post(&app, "/auth/refresh").json(&refresh).send().await;
    assert_eq!(refused.refusal(), (401, "auth.refresh_invalid".to_owned()));
    let upgrade = format!("{}/ws?ticket={ticket}", app.origin().replacen("http", "ws", 1));
    assert!(tokio_tungstenite::connect_async(upgrade).await.is_err(), "a ticket ends with its session");
    assert!(is_in(&app, &tablet).await && is_in(&app, &mei).await);
    assert_alive(&mut on_tablet).await;
    assert_eq!(mei.client.sessions().await.unwrap().len(), 2);
    let again = mei.client.end_session(gone).await.unwrap_err();
    assert_eq!(again.status(), Some(404));
}

#[tokio::test]
async fn all_others_or_all_are_signed_out() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let (phone, tablet) = (app.sign_in(&mei).await, app.sign_in(&mei).await);
    let (mut on_phone, mut on_tablet) =
        (phone.client.connect().await.unwrap(), tablet.client.connect().await.unwrap());
    tablet.client.end_sessions(false).await.unwrap();
    assert_eq!(closed(&mut on_phone).await, Some(CloseCode::Revoked as u16));
    assert_eq!(
        (is_in(&app, &mei).await, is_in(&app, &phone).await, is_in(&app, &tablet).await),
        (false, false, true)
    );
    let odd = call(&app, Method::DELETE, "/me/sessions?all=perhaps").by(&tablet).send().await;
    assert_eq!(odd.refusal(), (400, "request.invalid".to_owned()));
    tablet.client.end_sessions(true).await.unwrap();
    assert_eq!(closed(&mut on_tablet).await, Some(CloseCode::Revoked as u16));
    assert!(!is_in(&app, &tablet).await && is_in(&app, &tom).await);
}

#[tokio::test]
async fn other_devices_hear_of_a_new_sign_in() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let mut socket = mei.client.connect().await.unwrap();
    let phone = app.sign_in(&mei).await;
    let heard = async {
        loop {
            if let ServerFrame::AccountEvents { items, .. } = socket.recv().await.unwrap() {
                return items;
            }
        }
    };
    let events = timeout(PATIENCE, heard).await.unwrap();
    assert_eq!(events[0].kind, AccountEventKind::Session);
    assert_eq!(events[0].ref_id, session(&phone).await);
    let listed = mei.client.sessions().await.unwrap();
    let listed = listed.iter().find(|session| session.id.to_string() == events[0].ref_id).unwrap();
    assert_eq!(listed.created_at, events[0].created_at, "so a sign-in is told from other events");
}

#[tokio::test]
async fn another_password_ends_every_other_session_and_the_old_one_is_worth_nothing() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let phone = app.sign_in(&mei).await;
    let (mut here, mut there) = (mei.client.connect().await.unwrap(), phone.client.connect().await.unwrap());
    assert_eq!(change(&app, &mei, "not it at all", NEW).await, (403, "account.wrong_password".into()));
    assert!(is_in(&app, &phone).await, "nothing happened");
    assert_eq!(change(&app, &mei, PASSWORD, NEW).await.0, 204);
    assert_eq!(closed(&mut there).await, Some(CloseCode::Revoked as u16));
    assert!(!is_in(&app, &phone).await && is_in(&app, &mei).await);
    assert_alive(&mut here).await;
    mei.client.refresh().await.unwrap();
    let old = app.client().login("mei", PASSWORD).await.unwrap_err();
    assert_eq!(old.code(), Some("auth.wrong_credentials"));
    app.client().login("mei", NEW).await.unwrap();
}

#[tokio::test]
async fn of_two_changes_at_once_one_counts() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let phone = app.sign_in(&mei).await;
    let (a, b) = tokio::join!(
        change(&app, &mei, PASSWORD, "the first of two sentences"),
        change(&app, &phone, PASSWORD, "the second of two sentences"),
    );
    assert!((a.0 == 204) != (b.0 == 204), "{a:?} {b:?}");
    assert_ne!(is_in(&app, &mei).await, is_in(&app, &phone).await);
}

#[tokio::test]
async fn passwords_that_others_would_try_are_refused() {
    let app = TestApp::start().await;
    let mei = app.register("mei-qi-zhou").await;
    for (password, code) in [
        ("password", "account.password_too_common"),
        ("mei-qi-zhou", "account.password_too_common"),
        ("abcdefgh", "account.password_too_weak"),
        ("short", "account.password_too_short"),
    ] {
        assert_eq!(change(&app, &mei, PASSWORD, password).await, (400, code.into()), "{password}");
        let body = json!({"current_password": PASSWORD, "new_password": password});
        let answer = post(&app, "/me/password").by(&mei).json(&body).send().await;
        assert_eq!(answer.json()["errors"], json!({"new_password": code}));
        let body = json!({"username": "new", "nickname": "mei-qi-zhou", "password": password});
        let answer = post(&app, "/auth/register").json(&body).send().await;
        assert_eq!(answer.refusal(), (400, code.to_owned()), "{password}");
    }
    assert_eq!(change(&app, &mei, PASSWORD, NEW).await.0, 204);
}
