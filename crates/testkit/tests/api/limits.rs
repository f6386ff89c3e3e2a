//! Limits hold without any service beside the server, and keep nobody out who is known.

use std::time::{Duration, Instant};

use kamachat_client::new_client_msg_id;
use kamachat_domain::ids::ConversationId;
use kamachat_testkit::app::{PASSWORD, Person, TestApp};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::wire::{Answer, get, post};

const STANDARD: (&str, &str) = ("KAMA__LIMITS__PROFILE", "standard");

fn guess(app: &TestApp, from: &str, login: &str) -> impl Future<Output = Answer> {
    let body = json!({"login": login, "password": "not the password"});
    post(app, "/auth/login").header("x-forwarded-for", from).json(&body).send()
}

fn assert_too_fast(answer: &Answer) {
    assert_eq!(answer.refusal(), (429, "too_many_requests".to_owned()));
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert_eq!(answer.json()["retry_after"], seconds);
    assert!(seconds >= 1);
}

#[tokio::test]
async fn a_spoofed_address_gives_no_new_budget() {
    let app = TestApp::with(&[STANDARD, ("KAMA__LIMITS__SIGN_INS", "5")]).await;
    for n in 0..5 {
        let answer = guess(&app, &format!("203.0.113.{n}"), &format!("nobody{n}")).await;
        assert_eq!(answer.refusal(), (401, "auth.wrong_credentials".to_owned()));
    }
    assert_too_fast(&guess(&app, "203.0.113.9", "nobody9").await);
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_line_has_its_own_budget() {
    let proxy = ("KAMA__SERVER__TRUSTED_PROXIES", "127.0.0.1");
    let app = TestApp::with(&[STANDARD, proxy, ("KAMA__LIMITS__SIGN_INS", "2")]).await;
    for from in ["203.0.113.1", "203.0.113.2", "2001:db8:0:1::1"] {
        for n in 0..2 {
            assert_eq!(guess(&app, from, &format!("{n}nobody")).await.status, StatusCode::UNAUTHORIZED);
        }
    }
    // What a client writes before the proxy does counts for nothing, and a /64 is one line.
    for from in ["203.0.113.1", "198.51.100.7, 203.0.113.2", "2001:db8:0:1:ffff::2"] {
        assert_too_fast(&guess(&app, from, "3nobody").await);
    }
    assert_eq!(guess(&app, "2001:db8:0:2::1", "3nobody").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn each_kind_of_call_has_a_budget_of_its_account() {
    let settings = [
        STANDARD,
        ("KAMA__LIMITS__LOOKUPS", "2"),
        ("KAMA__LIMITS__FRIEND_REQUESTS", "1"),
        ("KAMA__LIMITS__MESSAGES", "2"),
    ];
    let app = TestApp::with(&settings).await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let find = |person: &Person| get(&app, "/users?q=tom").by(person).send();
    for _ in 0..2 {
        assert_eq!(find(&mei).await.status, StatusCode::OK);
    }
    assert_too_fast(&find(&mei).await);
    assert_eq!(find(&tom).await.status, StatusCode::OK);
    let ask = post(&app, "/friend-requests").by(&mei).json(&json!({"user_id": tom.account.id, "note": ""}));
    assert_too_fast(&ask.send().await);
    for _ in 0..2 {
        mei.client.send_text(chat, new_client_msg_id(), "hi").await.unwrap();
    }
    let refused = mei.client.send_text(chat, new_client_msg_id(), "hi").await.unwrap_err();
    assert_eq!((refused.code(), refused.status()), (Some("too_many_requests"), Some(429)));
    // Another device of hers is another session.
    let phone = app.sign_in(&mei).await;
    phone.client.send_text(chat, new_client_msg_id(), "hi").await.unwrap();
    assert_eq!(get(&app, "/me").by(&mei).send().await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_socket_is_told_when_to_go_on_and_stays_open() {
    let app = TestApp::with(&[STANDARD, ("KAMA__LIMITS__MESSAGES", "1")]).await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let mut socket = mei.client.connect().await.unwrap();
    socket.send_message(chat, new_client_msg_id(), "hi").await.unwrap();
    let refused = socket.send_message(chat, new_client_msg_id(), "hi").await.unwrap_err();
    assert_eq!(refused.code(), Some("too_many_requests"));
    assert!((1..=60).contains(&refused.retry_after().unwrap()));
    assert!(socket.pull(chat, 1, 1).await.is_ok());
}

#[tokio::test]
async fn requests_of_one_address_and_of_one_account_are_limited_whatever_they_are() {
    let app = TestApp::with(&[STANDARD, ("KAMA__LIMITS__IP_REQUESTS", "10")]).await;
    for _ in 0..10 {
        assert_eq!(get(&app, "/nothing").send().await.status, StatusCode::NOT_FOUND);
    }
    assert_too_fast(&get(&app, "/me").send().await);
    let health = reqwest::get(format!("{}/health", app.origin())).await.unwrap();
    assert_eq!(health.status(), StatusCode::OK);

    let app = TestApp::with(&[STANDARD, ("KAMA__LIMITS__ACCOUNT_REQUESTS", "3")]).await;
    let mei = app.register("mei").await;
    for _ in 0..3 {
        assert_eq!(get(&app, "/me").by(&mei).send().await.status, StatusCode::OK);
    }
    assert_too_fast(&get(&app, "/me").by(&mei).send().await);
}

/// Slowest but one in a hundred of some messages.
async fn p99(sender: &Person, chat: ConversationId) -> Duration {
    let mut times = Vec::new();
    for _ in 0..200 {
        let started = Instant::now();
        sender.client.send_text(chat, new_client_msg_id(), "hi").await.unwrap();
        times.push(started.elapsed());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    times.sort_unstable();
    times[times.len() * 99 / 100 - 1]
}

/// Does `work` while two others talk, who must not notice: their slow messages take at most three times what they
/// take otherwise, and what a busy machine adds.
pub(crate) async fn while_others_talk<T>(app: &TestApp, work: impl Future<Output = T>) -> T {
    let (ann, tom) = (app.register("ann").await, app.register("tom").await);
    let chat = app.befriend(&ann, &tom).await;
    let quiet = p99(&ann, chat).await;
    let (done, busy) = tokio::join!(work, p99(&ann, chat));
    assert!(busy <= quiet * 3 + Duration::from_millis(400), "p99 {quiet:?} became {busy:?}");
    done
}

/// 10,000 guesses at one name from 50 addresses; how many were looked at.
async fn brute_force(app: &TestApp) -> usize {
    let url = format!("{}/api/v1/auth/login", app.origin());
    let mut attackers = JoinSet::new();
    for attacker in 0..50 {
        let (url, http) = (url.clone(), reqwest::Client::new());
        attackers.spawn(async move {
            let mut looked_at = 0;
            for n in 0..200 {
                let body = json!({"login": "mei", "password": format!("guess {attacker} {n}")});
                let request = http.post(&url).header("x-forwarded-for", format!("203.0.113.{attacker}"));
                let answer = request.header("content-type", "application/json").body(body.to_string());
                let answer = answer.send().await.unwrap();
                match answer.status() {
                    StatusCode::UNAUTHORIZED => looked_at += 1,
                    status => assert_eq!(status, StatusCode::TOO_MANY_REQUESTS),
                }
                answer.bytes().await.unwrap();
            }
            looked_at
        });
    }
    attackers.join_all().await.into_iter().sum()
}

#[tokio::test]
async fn ten_thousand_guesses_get_nowhere_and_keep_nobody_out() {
    let settings = [STANDARD, ("KAMA__SERVER__TRUSTED_PROXIES", "127.0.0.1")];
    let app = TestApp::with(&settings).await;
    let code = std::fs::read_to_string(app.data_dir().join("keys/setup-code")).unwrap();
    let first = json!({"username": "mei", "password": PASSWORD, "setup_code": code.trim()});
    let mei = post(&app, "/auth/register").json(&first).send().await;
    let device = mei.json()["device_token"].clone();
    assert!(device.is_string());
    let (ann, tom) = (app.register("ann").await, app.register("tom").await);
    let chat = app.befriend(&ann, &tom).await;
    let quiet = p99(&ann, chat).await;

    let sign_in = |device: &Value| {
        let body = json!({"login": "mei", "password": PASSWORD, "device_token": device});
        post(&app, "/auth/login").json(&body).send()
    };
    let during = async {
        let busy = p99(&ann, chat).await;
        (busy, sign_in(&device).await.status)
    };
    let (looked_at, (busy, from_known_device)) = tokio::join!(brute_force(&app), during);
    assert!((10..30).contains(&looked_at), "{looked_at} guesses were looked at");
    assert_eq!(from_known_device, StatusCode::OK);
    assert_eq!(sign_in(&device).await.status, StatusCode::OK);
    // The device of somebody else is not known for her.
    let foreign = json!({"username": "eve", "password": PASSWORD});
    let eve = post(&app, "/auth/register").json(&foreign).send().await.json()["device_token"].clone();
    // The next guess that is looked at starts a wait that is long by now.
    while guess(&app, "203.0.113.99", "mei").await.status != StatusCode::TOO_MANY_REQUESTS {}
    let waits = guess(&app, "203.0.113.99", "mei").await.header("retry-after").parse::<u64>().unwrap();
    tokio::time::sleep(Duration::from_secs(if waits < 3 { waits + 1 } else { 0 })).await;
    guess(&app, "203.0.113.99", "mei").await;
    assert_too_fast(&sign_in(&eve).await);
    assert!(busy <= quiet * 3 + Duration::from_millis(400), "p99 {quiet:?} became {busy:?}");
}
