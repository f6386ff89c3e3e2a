use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use sqlx::Connection;

use super::people::friends;

/// What may be called without being somebody.
const PUBLIC: [&str; 12] = [
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
    // By its link, which works once.
    "/api/v1/exports",
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
        let part = |part: &str| match part {
            "{size}" => "64".to_owned(),
            part if part.starts_with('{') => "0192f0c1-2b3c-7def-8123-456789abcdef".to_owned(),
            part => part.to_owned(),
        };
        let path = path.split('/').map(part).collect::<Vec<_>>().join("/");
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

/// The tree is what a stranger clones: what is in it is public.
#[tokio::test]
async fn fault_21_no_secret_is_in_the_tree_and_a_sign_in_tells_nobody_who_exists() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let listed = std::process::Command::new("git").arg("ls-files").current_dir(&root).output().unwrap();
    assert!(listed.status.success(), "{}", String::from_utf8_lossy(&listed.stderr));
    let files = String::from_utf8(listed.stdout).unwrap();
    assert!(files.lines().count() > 500, "the list is not of this tree");
    for file in files.lines() {
        let name = file.rsplit('/').next().unwrap();
        let secret = name == ".env"
            || name.starts_with(".env.") && !name.ends_with("example")
            || [".pem", ".key", ".p12", ".db", ".sqlite"].iter().any(|end| name.ends_with(end));
        assert!(!secret, "{file}");
    }
    let settings = std::fs::read_to_string(root.join("config/default.toml")).unwrap();
    for line in settings.lines().filter(|line| !line.starts_with('#')) {
        let Some((key, value)) = line.split_once(" = ") else { continue };
        let is_secret = ["password", "secret", "auth_token"].iter().any(|word| key.ends_with(word));
        assert!(!is_secret || value == "\"\"", "a default that everybody knows: {line}");
    }

    let app = TestApp::start().await;
    app.register("mei").await;
    let answer = async |login: &str| {
        let body = serde_json::json!({"login": login, "password": "not the password"});
        let url = format!("{}/api/v1/auth/login", app.origin());
        let answer = reqwest::Client::new().post(url).json(&body).send().await.unwrap();
        let status = answer.status().as_u16();
        let mut problem: serde_json::Value = answer.json().await.unwrap();
        problem.as_object_mut().unwrap().remove("request_id");
        (status, problem)
    };
    assert_eq!(answer("mei").await, answer("nobody").await);
}
