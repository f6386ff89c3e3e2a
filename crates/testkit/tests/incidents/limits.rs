//! Limits that need nothing beside the server.

use kamachat_testkit::app::{PASSWORD, TestApp};
use serde_json::{Value, json};

/// Nextcloud CVE-2021-41177: without a cache server nothing was limited.
#[tokio::test]
async fn incident_28_limits_hold_without_any_other_service() {
    let settings = [
        ("KAMA__LIMITS__PROFILE", "standard"),
        ("KAMA__LIMITS__SIGN_INS", "3"),
        ("KAMA__LIMITS__REGISTRATIONS", "2"),
    ];
    let app = TestApp::with(&settings).await;
    let http = reqwest::Client::new();
    let post = async |route: &str, body: Value| {
        let url = format!("{}/api/v1/auth/{route}", app.origin());
        let answer = http.post(url).json(&body).send().await.unwrap();
        let after = answer.headers().contains_key("retry-after");
        (answer.status().as_u16(), after)
    };
    let register = |name: &str| json!({"username": name, "password": PASSWORD});
    for name in ["mei", "tom"] {
        assert_eq!(post("register", register(name)).await, (201, false));
    }
    assert_eq!(post("register", register("ann")).await, (429, true));
    for n in 0..3 {
        let guess = json!({"login": format!("nobody{n}"), "password": "x"});
        assert_eq!(post("login", guess).await, (401, false));
    }
    assert_eq!(post("login", json!({"login": "mei", "password": PASSWORD})).await, (429, true));
}
