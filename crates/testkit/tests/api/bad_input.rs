//! Input of every wrong form: refused with a stable code, never the server's fault, and the server goes on.

use kamachat_client::new_client_msg_id;
use kamachat_testkit::app::{PASSWORD, Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::wire::{Answer, call, get, post};

struct Target {
    method: Method,
    route: String,
    body: Value,
}

/// Each route with a body, and a body that it would take.
fn targets(chat: &str, person: &str) -> Vec<Target> {
    let target = |method: Method, route: &str, body: Value| Target { method, route: route.to_owned(), body };
    let message = json!({"client_msg_id": new_client_msg_id(), "kind": "text", "body": {"text": "x"}});
    vec![
        target(
            Method::POST,
            "/auth/register",
            json!({"username": "new", "password": PASSWORD, "nickname": "n", "email": "n@example.com",
                   "setup_code": "x"}),
        ),
        target(Method::POST, "/auth/login", json!({"login": "mei", "password": PASSWORD, "otp": "x"})),
        target(Method::POST, "/auth/email/verify", json!({"token": "x"})),
        target(Method::POST, "/auth/password/forgot", json!({"login": "x"})),
        target(Method::POST, "/auth/password/reset", json!({"token": "x", "password": PASSWORD})),
        target(
            Method::POST,
            "/me/email",
            json!({"email": "m@example.com", "password": PASSWORD, "otp": "x"}),
        ),
        target(
            Method::POST,
            "/auth/sms-codes",
            json!({"phone": "x", "purpose": "sign_in", "device_token": "x"}),
        ),
        target(Method::POST, "/auth/login/sms", json!({"phone": "13800138000", "code": "x", "otp": "x"})),
        target(
            Method::POST,
            "/me/phone",
            json!({"phone": "13800138000", "code": "x", "password": "x", "otp": "x"}),
        ),
        target(Method::DELETE, "/me/phone", json!({"password": "x", "otp": "x"})),
        target(Method::POST, "/me/totp", json!({"password": PASSWORD})),
        target(Method::POST, "/me/totp/confirm", json!({"code": "x"})),
        target(Method::DELETE, "/me/totp", json!({"password": PASSWORD, "otp": "x"})),
        // A birthday that is none: the account stays as it is, whatever is in the other fields.
        target(
            Method::PATCH,
            "/me",
            json!({"birthday": "x", "nickname": "n", "signature": "s", "status_text": "t"}),
        ),
        target(Method::PUT, "/me/settings", json!({"language": "en", "theme": "dark"})),
        target(Method::POST, "/me/export", json!({"password": "x", "otp": "x"})),
        target(Method::POST, "/me/export/link", json!({"password": "x", "otp": "x"})),
        target(Method::DELETE, "/me", json!({"password": "x", "otp": "x"})),
        target(Method::POST, "/auth/refresh", json!({"refresh_token": "x"})),
        target(Method::POST, "/me/password", json!({"current_password": "x", "new_password": "y"})),
        target(Method::PATCH, "/me/sessions/0193f3c2-7a3e-7cc0-8000-000000000001", json!({"name": "x"})),
        target(Method::POST, "/friend-requests", json!({"user_id": person, "note": "x"})),
        target(Method::POST, "/conversations/direct", json!({"user_id": person})),
        target(Method::POST, &format!("/conversations/{chat}/messages"), message),
        target(Method::PUT, &format!("/conversations/{chat}/read"), json!({"seq": 1})),
    ]
}

fn assert_refused(answer: &Answer, what: &str) {
    assert!(answer.status.is_client_error(), "{what}: {} {}", answer.status, answer.text);
    let code = answer.code();
    assert!(
        !code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || "._".contains(c)),
        "{what}: {code}"
    );
}

async fn setting() -> (TestApp, Person, Vec<Target>) {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await.to_string();
    let targets = targets(&chat, &tom.account.id.to_string());
    (app, mei, targets)
}

async fn assert_healthy(app: &TestApp, person: &Person) {
    assert_eq!(person.client.me().await.unwrap(), person.account);
    let health = reqwest::get(format!("{}/health/ready", app.origin())).await.unwrap();
    assert_eq!(health.status(), 200);
}

#[tokio::test]
async fn every_field_refuses_every_other_type() {
    let (app, mei, targets) = setting().await;
    let values = [
        json!(1),
        json!(-1.5),
        json!(true),
        json!([]),
        json!(["x"]),
        json!({}),
        json!({"$ne": null}),
        json!({"$gt": ""}),
        json!("' OR 1=1 --"),
        json!("\u{0}"),
        json!(1e308),
    ];
    for Target { method, route, body } in &targets {
        for field in body.as_object().unwrap().keys() {
            // A number is what it wants, or text is: that one may be taken.
            let is_number = body[field].is_number();
            for value in values.iter().filter(|v| if is_number { !v.is_i64() } else { !v.is_string() }) {
                let mut bad = body.clone();
                bad[field] = value.clone();
                let answer = call(&app, method.clone(), route).by(&mei).json(&bad).send().await;
                assert_refused(&answer, &format!("{method} {route} {bad}"));
            }
        }
    }
    assert_healthy(&app, &mei).await;
}

#[tokio::test]
async fn text_that_means_something_elsewhere_is_only_text() {
    let (app, mei, targets) = setting().await;
    let texts =
        ["' OR 1=1 --", "\"; DROP TABLE message; --", "%", "\\", "\u{202E}", "${jndi:ldap://x}", "../../etc"];
    for Target { method, route, body } in &targets {
        for field in body.as_object().unwrap().keys().filter(|field| body[*field].is_string()) {
            for text in texts {
                let mut odd = body.clone();
                odd[field] = json!(text);
                let answer = call(&app, method.clone(), route).by(&mei).json(&odd).send().await;
                assert!(!answer.status.is_server_error(), "{method} {route} {odd}: {}", answer.text);
            }
        }
    }
    assert_healthy(&app, &mei).await;
}

#[tokio::test]
async fn unknown_and_missing_fields_are_named() {
    let (app, mei, targets) = setting().await;
    for Target { method, route, body } in &targets {
        let mut more = body.clone();
        more["role"] = json!("admin");
        let answer = call(&app, method.clone(), route).by(&mei).json(&more).send().await;
        assert_eq!(answer.refusal(), (400, "request.invalid".to_owned()), "{route}");
        assert_eq!(answer.json()["errors"]["role"], "request.unknown_field");
    }
    for (route, field) in [("/auth/login", "password"), ("/friend-requests", "user_id")] {
        let Target { body, .. } = targets.iter().find(|target| target.route == route).unwrap();
        let mut less = body.clone();
        less.as_object_mut().unwrap().remove(field);
        let answer = post(&app, route).by(&mei).json(&less).send().await;
        assert_eq!(answer.json()["errors"][field], "request.missing_field", "{}", answer.text);
    }
}

#[tokio::test]
async fn what_is_no_json_is_refused() {
    let (app, mei, targets) = setting().await;
    let deep_list = "[".repeat(1000) + &"]".repeat(1000);
    let deep_object = "{\"a\":".repeat(1000) + "1" + &"}".repeat(1000);
    let deep_body =
        format!(r#"{{"client_msg_id":"{}","kind":"text","body":{}}}"#, new_client_msg_id(), deep_list);
    let bodies: Vec<Vec<u8>> = vec![
        b"".to_vec(),
        b"{".to_vec(),
        b"null".to_vec(),
        b"[]".to_vec(),
        b"[\"mei\",\"correct horse battery\"]".to_vec(),
        b"\"text\"".to_vec(),
        b"{}garbage".to_vec(),
        b"\xff\xfe{}".to_vec(),
        b"{\"login\":\"\xff\",\"password\":\"x\"}".to_vec(),
        br#"{"login":"\ud800","password":"x"}"#.to_vec(),
        br#"{"login":"a","login":"b","password":"x"}"#.to_vec(),
        b"{\"seq\":1e999}".to_vec(),
        b"{\"seq\":9223372036854775808}".to_vec(),
        deep_list.clone().into_bytes(),
        deep_object.into_bytes(),
        deep_body.into_bytes(),
    ];
    for Target { method, route, .. } in targets.iter().filter(|target| target.route != "/auth/refresh") {
        for body in &bodies {
            let answer = call(&app, method.clone(), route).by(&mei).raw(body.clone()).send().await;
            assert_refused(
                &answer,
                &format!("{method} {route} {}", String::from_utf8_lossy(&body[..body.len().min(80)])),
            );
        }
    }
    assert_healthy(&app, &mei).await;
}

#[tokio::test]
async fn what_is_too_large_or_of_another_type_is_refused_before_it_is_read() {
    let (app, mei, targets) = setting().await;
    let megabyte = "x".repeat(1_000_000);
    for Target { method, route, body } in &targets {
        let field = body.as_object().unwrap().keys().next().unwrap();
        let mut large = body.clone();
        large[field] = json!(megabyte);
        let answer = call(&app, method.clone(), route).by(&mei).json(&large).send().await;
        assert_eq!(answer.refusal(), (413, "request.too_large".to_owned()), "{route}");
        for content_type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""] {
            let answer = call(&app, method.clone(), route).by(&mei).header("content-type", content_type);
            let answer = answer.send().await;
            assert_eq!(answer.refusal(), (415, "request.unsupported_media_type".to_owned()), "{route}");
        }
    }
    assert_healthy(&app, &mei).await;
}

#[tokio::test]
async fn a_body_without_a_length_is_cut_off_too() {
    let (app, mei, _) = setting().await;
    let mut stream = TcpStream::connect(app.origin().trim_start_matches("http://")).await.unwrap();
    let head = "POST /api/v1/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
                transfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = format!("400\r\n{}\r\n", " ".repeat(1024));
    for _ in 0..100 {
        // It may have answered and closed already.
        if stream.write_all(chunk.as_bytes()).await.is_err() {
            break;
        }
    }
    let mut answer = vec![0; 512];
    let length = stream.read(&mut answer).await.unwrap();
    assert!(answer[..length].starts_with(b"HTTP/1.1 413 "), "{}", String::from_utf8_lossy(&answer[..length]));
    assert_healthy(&app, &mei).await;
}

#[tokio::test]
async fn what_is_no_id_is_refused_and_an_unknown_one_is_not_found() {
    let (app, mei, _) = setting().await;
    for route in ["/users/{}", "/conversations/{}", "/conversations/{}/messages"] {
        for id in
            ["x", "1", "0193f3c2", "%00", "0193f3c2-7a3e-7cc0-8000-00000000000g", "%F0%9F%99%82", "null"]
        {
            let answer = get(&app, &route.replace("{}", id)).by(&mei).send().await;
            assert_eq!(answer.refusal(), (400, "request.invalid".to_owned()), "{route} {id}");
        }
        let unknown =
            get(&app, &route.replace("{}", "0193f3c2-7a3e-7cc0-8000-000000000001")).by(&mei).send().await;
        assert_eq!(unknown.refusal(), (404, "not_found".to_owned()));
    }
}
