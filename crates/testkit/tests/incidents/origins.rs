use std::time::Duration;

use kamachat_testkit::app::TestApp;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{client::IntoClientRequest, http::HeaderValue},
};

/// Longest wait for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether a socket opens for a page of `origin`.
async fn opens(app: &TestApp, token: &str, origin: Option<&str>) -> bool {
    let url = format!("{}/ws?token={token}", app.origin().replacen("http", "ws", 1));
    let mut request = url.into_client_request().unwrap();
    if let Some(origin) = origin {
        request.headers_mut().insert("origin", HeaderValue::from_str(origin).unwrap());
    }
    let opened = tokio::time::timeout(PATIENCE, connect_async(request)).await;
    opened.unwrap_or_else(|_| panic!("no answer to a page of {origin:?}")).is_ok()
}

#[tokio::test]
async fn incident_29_pages_of_other_origins_open_no_socket() {
    let app = TestApp::with(&[("KAMA__SERVER__ALLOWED_ORIGINS", "https://app.example.org")]).await;
    let mei = app.register("mei").await;
    let token = mei.token();
    let own = app.origin().to_owned();
    for good in [None, Some(own.as_str()), Some("https://app.example.org")] {
        assert!(opens(&app, &token, good).await, "{good:?}");
    }
    let port = own.rsplit_once(':').unwrap().1;
    for bad in [
        "null",
        "https://evil.example",
        "https://app.example.org.evil.example",
        "https://evil.example/https://app.example.org",
        "http://app.example.org",
        "https://app.example.org:444",
        "https://sub.app.example.org",
        "http://127.0.0.1",
        "http://127.0.0.1:1",
        &format!("http://localhost:{port}"),
        &format!("http://127.0.0.1:{port}.evil.example"),
        &format!("file://127.0.0.1:{port}"),
        "",
    ] {
        assert!(!opens(&app, &token, Some(bad)).await, "{bad}");
    }
    assert_eq!(mei.client.me().await.unwrap(), mei.account, "the token was good all the time");
}
