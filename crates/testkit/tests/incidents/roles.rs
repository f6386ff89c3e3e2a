use kamachat_client::Error;
use kamachat_testkit::app::{PASSWORD, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

/// Every route with a body, by the document.
fn routes_with_bodies() -> Vec<(Method, String)> {
    let document: Value = serde_json::from_str(kamachat_api::openapi::document()).unwrap();
    let mut routes = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            // A picture has no fields.
            if operation["requestBody"]["content"].get("application/json").is_some() {
                let path = filled(path);
                routes.push((method.to_uppercase().parse().unwrap(), path));
            }
        }
    }
    assert!(routes.len() >= 9, "{routes:?}");
    routes
}

/// The path with an id for each parameter.
pub(crate) fn filled(path: &str) -> String {
    let part = |part: &str| match part.starts_with('{') {
        true => "0193f3c2-7a3e-7cc0-8000-000000000001".to_owned(),
        false => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn incident_25_no_body_raises_the_own_role() {
    let app = TestApp::start().await;
    app.register("first").await;
    let mei = app.register("mei").await;
    let http = reqwest::Client::new();
    for (method, path) in routes_with_bodies() {
        for field in ["role", "role_level", "is_admin", "admin", "status", "id", "user_id_override"] {
            let body = json!({field: "admin", "username": "raised", "password": PASSWORD, "login": "mei"});
            let url = format!("{}{path}", app.origin());
            let answer = http.request(method.clone(), url).bearer_auth(mei.token()).json(&body).send().await;
            assert_eq!(answer.unwrap().status(), 400, "{method} {path} {field}");
        }
    }
    assert_eq!(mei.client.me().await.unwrap().role, "user");
    assert!(app.client().login("raised", PASSWORD).await.is_err(), "nobody was made on the way");
}

#[tokio::test]
async fn incident_25_short_tokens_are_refused_and_nothing_dies() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let http = reqwest::Client::new();
    let whole = mei.token();
    let cut = (0..whole.len()).step_by(17).map(|length| whole[..length].to_owned());
    let odd = ["", "a", "ab", ".", "..", "a.b", "a.b.c", "....", "é", "\u{7f}"].map(str::to_owned);
    for token in odd.into_iter().chain(cut) {
        let url = format!("{}/api/v1/me", app.origin());
        let header = [b"Bearer ", token.as_bytes()].concat();
        let answer = http.get(url).header("authorization", header).send().await;
        let Ok(answer) = answer else { continue };
        assert!(answer.status().is_client_error(), "{token}");
        let body = json!({"refresh_token": token});
        let refresh = http.post(format!("{}/api/v1/auth/refresh", app.origin())).json(&body).send().await;
        assert!(refresh.unwrap().status().is_client_error(), "{token}");
        let ws =
            format!("{}/ws?token={}", app.origin().replacen("http", "ws", 1), token.replace('\u{7f}', "%7f"));
        assert!(tokio_tungstenite::connect_async(ws).await.is_err());
    }
    let refused = app.client().me().await.unwrap_err();
    assert!(matches!(refused, Error::Api(_)));
    assert_eq!(mei.client.me().await.unwrap(), mei.account);
}
