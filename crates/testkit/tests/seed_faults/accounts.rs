use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use sqlx::Connection;

use super::people::friends;

/// What may be called without being somebody.
const PUBLIC: [&str; 11] = [
    "/api/v1/auth/register",
    "/api/v1/auth/login",
    "/api/v1/auth/login/sms",
    "/api/v1/auth/login/external",
    "/api/v1/auth/sms-codes",
    "/api/v1/auth/refresh",
    "/api/v1/auth/policy",
    "/api/v1/auth/email/verify",
    "/api/v1/auth/password/forgot",
    "/api/v1/auth/password/reset",
    "/api/v1/openapi.json",
];

#[tokio::test]
async fn fault_01_no_route_serves_the_anonymous() {
    let app = TestApp::start().await;
    let http = reqwest::Client::new();
    let document: serde_json::Value =
        http.get(format!("{}/api/v1/openapi.json", app.origin())).send().await.unwrap().json().await.unwrap();
    let mut checked = 0;
    for (path, operations) in document["paths"].as_object().expect("paths") {
        if PUBLIC.contains(&path.as_str()) || !path.starts_with("/api/") {
            continue;
        }
        let id =
            |part: &str| part.starts_with('{').then(|| "0192f0c1-2b3c-7def-8123-456789abcdef".to_owned());
        let parts = path.split('/').map(|part| id(part).unwrap_or_else(|| part.to_owned()));
        let path = parts.collect::<Vec<_>>().join("/");
        for method in operations.as_object().expect("operations").keys() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            for token in [None, Some("made-up"), Some("")] {
                let mut request = http.request(method.clone(), format!("{}{path}", app.origin()));
                if let Some(token) = token {
                    request = request.bearer_auth(token);
                }
                let answer = request.json(&serde_json::json!({})).send().await.unwrap();
                assert_eq!(answer.status(), 401, "{method} {path} with {token:?}");
                checked += 1;
            }
        }
    }
    assert!(checked >= 45, "only {checked} calls were checked");
}

#[tokio::test]
async fn fault_04_passwords_are_hashed_and_disabled_people_cannot_sign_in() {
    let app = TestApp::start().await;
    let anna = app.register("anna").await;
    for entry in std::fs::read_dir(app.data_dir()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let stored = std::fs::read(&path).unwrap();
            assert!(!stored.windows(21).any(|w| w == b"correct horse battery"), "{}", path.display());
        }
    }
    disable(&app, "anna").await;
    let again = app.client();
    let refused = again.login("anna", "correct horse battery").await.unwrap_err();
    assert_eq!(refused.code(), Some("auth.wrong_credentials"));
    let with_old_token = anna.client.me().await.unwrap_err();
    assert_eq!(with_old_token.status(), Some(401));
}

#[tokio::test]
async fn fault_05_sender_and_membership_come_from_the_server() {
    let app = TestApp::start().await;
    let (anna, ben, chat) = friends(&app, "anna", "ben").await;
    let carla = app.register("carla").await;
    let http = reqwest::Client::new();
    let url = format!("{}/api/v1/conversations/{chat}/messages", app.origin());
    let send =
        |who: &Person, body: serde_json::Value| http.post(&url).bearer_auth(who.token()).json(&body).send();
    let id = kamachat_client::new_client_msg_id();
    let forged = serde_json::json!({"client_msg_id": id, "kind": "text", "body": {"text": "hi"},
        "send_id": ben.account.id, "send_name": "ben"});
    let answer = send(&anna, forged).await.unwrap();
    assert_eq!(answer.status(), 400, "fields about the sender are unknown");
    let plain = serde_json::json!({"client_msg_id": id, "kind": "text", "body": {"text": "hi"}});
    assert_eq!(send(&anna, plain.clone()).await.unwrap().status(), 201);
    assert_eq!(send(&carla, plain).await.unwrap().status(), 404, "not a member");
    let stored = ben.client.messages_after(chat, 0).await.unwrap();
    assert_eq!(stored.iter().map(|m| m.sender.id).collect::<Vec<_>>(), [anna.account.id]);
}

/// What an administrator will do once there is a console.
async fn disable(app: &TestApp, username: &str) {
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let disabled = sqlx::query("UPDATE user SET status = 1 WHERE username = ?").bind(username);
    assert_eq!(disabled.execute(&mut database).await.unwrap().rows_affected(), 1);
    database.close().await.unwrap();
}
