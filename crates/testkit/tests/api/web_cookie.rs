//! The refresh token of web clients travels as a cookie only.

use kamachat_testkit::app::{PASSWORD, TestApp};
use serde_json::{Value, json};

use crate::wire::{Answer, post};

fn credentials() -> Value {
    json!({"username": "mei", "password": PASSWORD})
}

fn cookie(answer: &Answer) -> (String, Vec<String>) {
    named(answer, "kama_refresh=")
}

fn named(answer: &Answer, name: &str) -> (String, Vec<String>) {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let cookie = cookies.into_iter().find(|cookie| cookie.contains(name)).unwrap_or_default();
    let mut parts = cookie.split("; ").map(ToOwned::to_owned);
    let pair = parts.next().unwrap();
    let mut attributes: Vec<String> = parts.collect();
    attributes.sort();
    (pair, attributes)
}

#[tokio::test]
async fn on_this_machine_it_is_bound_to_the_host_and_hidden_from_scripts() {
    let app = TestApp::start().await;
    let answer = post(&app, "/auth/register").header("x-client", "web").json(&credentials()).send().await;
    assert_eq!(answer.json()["refresh_token"], Value::Null);
    let (pair, attributes) = cookie(&answer);
    assert!(pair.starts_with("__Host-kama_refresh=") && pair.len() > 50);
    assert_eq!(attributes, ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Strict", "Secure"]);
}

#[tokio::test]
async fn over_plain_http_from_elsewhere_it_has_another_name_and_is_not_secure() {
    let app = TestApp::start().await;
    let register = post(&app, "/auth/register").header("x-client", "web").header("host", "chat.lan:8000");
    let (pair, attributes) = cookie(&register.json(&credentials()).send().await);
    assert!(pair.starts_with("kama_refresh="));
    assert_eq!(attributes, ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Strict"]);
}

#[tokio::test]
async fn behind_a_trusted_proxy_with_tls_it_is_secure() {
    let proxies = ("KAMA__SERVER__TRUSTED_PROXIES", "127.0.0.1");
    let app = TestApp::with(&[proxies]).await;
    let code = std::fs::read_to_string(app.data_dir().join("keys/setup-code")).unwrap();
    let mut body = credentials();
    body["setup_code"] = json!(code.trim());
    let register = post(&app, "/auth/register").header("x-client", "web").header("host", "chat.example.org");
    let answer = register.header("x-forwarded-proto", "https").json(&body).send().await;
    assert!(cookie(&answer).0.starts_with("__Host-kama_refresh="));
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn it_counts_only_with_the_header_that_no_other_site_can_send() {
    let app = TestApp::start().await;
    let answer = post(&app, "/auth/register").header("x-client", "web").json(&credentials()).send().await;
    let (pair, _) = cookie(&answer);
    let refresh = || post(&app, "/auth/refresh").header("cookie", &pair).json(&json!({}));
    assert_eq!(refresh().send().await.refusal(), (401, "auth.refresh_invalid".to_owned()));
    let renewed = refresh().header("x-client", "web").send().await;
    assert_eq!((renewed.status.as_u16(), &renewed.json()["refresh_token"]), (200, &Value::Null));
    assert_ne!(cookie(&renewed).0, pair);
}

#[tokio::test]
async fn signing_out_takes_it_away() {
    let app = TestApp::start().await;
    let answer = post(&app, "/auth/register").header("x-client", "web").json(&credentials()).send().await;
    let token = answer.json()["access_token"].as_str().unwrap().to_owned();
    let logout = post(&app, "/auth/logout").header("x-client", "web").token(&token).send().await;
    let (pair, attributes) = cookie(&logout);
    assert_eq!((logout.status.as_u16(), pair.as_str()), (204, "__Host-kama_refresh="));
    assert!(attributes.contains(&"Max-Age=0".to_owned()));
}

#[tokio::test]
async fn a_browser_stays_known_after_signing_out() {
    let app = TestApp::with(&[("KAMA__LIMITS__PROFILE", "standard")]).await;
    let answer = post(&app, "/auth/register").header("x-client", "web").json(&credentials()).send().await;
    assert_eq!(answer.json()["device_token"], Value::Null);
    let (device, attributes) = named(&answer, "kama_device=");
    assert_eq!(attributes, ["HttpOnly", "Max-Age=34560000", "Path=/", "SameSite=Strict", "Secure"]);
    let token = answer.json()["access_token"].as_str().unwrap().to_owned();
    let logout = post(&app, "/auth/logout").header("x-client", "web").token(&token).send().await;
    assert_eq!(named(&logout, "kama_device=").0, "");

    let login =
        |password: &str| post(&app, "/auth/login").json(&json!({"login": "mei", "password": password}));
    for _ in 0..15 {
        login("not the password").send().await;
    }
    assert_eq!(login(PASSWORD).send().await.refusal(), (429, "too_many_requests".to_owned()));
    let known = || login(PASSWORD).header("cookie", &device);
    assert_eq!(known().send().await.refusal(), (429, "too_many_requests".to_owned()));
    let renewed = known().header("x-client", "web").send().await;
    assert_eq!((renewed.status.as_u16(), named(&renewed, "kama_device=").0), (200, device));
}

#[tokio::test]
async fn programs_get_no_cookie() {
    let app = TestApp::start().await;
    let answer = post(&app, "/auth/register").json(&credentials()).send().await;
    assert_eq!(answer.header("set-cookie"), "");
    assert!(answer.json()["refresh_token"].is_string());
}
