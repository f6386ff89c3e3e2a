//! Every route of the OpenAPI document, so that a new one cannot be forgotten.

use kamachat_testkit::app::TestApp;
use reqwest::Method;
use serde_json::{Value, json};

use crate::wire::{Answer, call, get};

/// The routes that anybody may call.
const OPEN: [&str; 11] = [
    "/auth/policy",
    "/auth/register",
    "/auth/login",
    "/auth/login/sms",
    "/auth/login/external",
    "/auth/sms-codes",
    "/auth/refresh",
    "/auth/email/verify",
    "/auth/password/forgot",
    "/auth/password/reset",
    "/exports",
];

fn routes() -> Vec<(Method, String)> {
    let document: Value = serde_json::from_str(kamachat_api::openapi::document()).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let mut routes = Vec::new();
    for (path, operations) in paths {
        let route = path.strip_prefix("/api/v1").unwrap();
        let route = filled(route);
        for method in operations.as_object().unwrap().keys() {
            routes.push((method.to_uppercase().parse().unwrap(), route.clone()));
        }
    }
    assert!(routes.len() >= 20, "{routes:?}");
    // Signing out ends the session that the others need.
    routes.sort_by_key(|(_, route)| route == "/auth/logout");
    routes
}

/// The route with an id for each parameter.
fn filled(route: &str) -> String {
    let part = |part: &str| match part {
        "{size}" => "64".to_owned(),
        part if part.starts_with('{') => "0193f3c2-7a3e-7cc0-8000-000000000001".to_owned(),
        part => part.to_owned(),
    };
    route.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn assert_private(answer: &Answer, what: &str) {
    assert_eq!(answer.header("cache-control"), "no-store, private", "{what}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{what}");
    assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{what}");
    assert_eq!(answer.header("x-request-id").len(), 32, "{what}");
    assert_eq!(answer.header("access-control-allow-origin"), "", "{what}");
}

#[tokio::test]
async fn no_route_answers_without_a_token_and_no_answer_may_be_kept() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    for (method, route) in routes() {
        let what = format!("{method} {route}");
        let anonymous = call(&app, method.clone(), &route).json(&json!({})).send().await;
        assert_private(&anonymous, &what);
        if route == "/auth/policy" {
            assert_eq!(anonymous.status, 200);
        } else if OPEN.contains(&route.as_str()) {
            assert!(matches!(anonymous.status.as_u16(), 400 | 401), "{what}: {}", anonymous.status);
        } else {
            assert_eq!(anonymous.refusal(), (401, "auth.unauthenticated".to_owned()), "{what}");
            assert_eq!(anonymous.header("www-authenticate"), "Bearer", "{what}");
        }
        let signed_in = call(&app, method, &route).by(&mei).json(&json!({})).send().await;
        assert_private(&signed_in, &what);
        assert!(!signed_in.status.is_server_error(), "{what}: {}", signed_in.text);
        if !signed_in.status.is_success() {
            signed_in.code();
        }
    }
}

#[tokio::test]
async fn a_route_or_method_that_does_not_exist_is_a_problem_too() {
    let app = TestApp::start().await;
    for route in
        ["/nothing", "/", "", "/me/", "/ME", "/users/x/y/z", "/../../health", "/conversations//messages"]
    {
        let answer = get(&app, route).send().await;
        if answer.header("content-type").starts_with("application/problem+json") {
            assert_eq!(answer.refusal(), (404, "request.unknown_route".to_owned()), "{route}");
        }
        assert!(matches!(answer.status.as_u16(), 404 | 200), "{route}");
    }
    for method in [Method::PUT, Method::POST, Method::TRACE, Method::OPTIONS] {
        let answer = call(&app, method.clone(), "/me").send().await;
        assert_eq!(answer.refusal(), (405, "request.method_not_allowed".to_owned()), "{method}");
        assert_eq!(answer.header("allow"), "GET, PATCH, DELETE");
    }
}

#[tokio::test]
async fn the_document_and_the_health_are_open() {
    let app = TestApp::start().await;
    let document = get(&app, "/openapi.json").send().await;
    assert_eq!((document.status.as_u16(), document.header("content-type")), (200, "application/json"));
    assert_eq!(document.json()["openapi"], "3.1.0");
    for path in ["/health", "/health/live", "/health/ready"] {
        let answer = reqwest::get(format!("{}{path}", app.origin())).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff");
        assert_eq!(answer.text().await.unwrap(), r#"{"status":"ok"}"#);
    }
}

#[tokio::test]
async fn a_request_is_named_by_the_server_and_not_by_the_client() {
    let app = TestApp::start().await;
    let answer = get(&app, "/me").header("x-request-id", "mine").send().await;
    assert_ne!(answer.header("x-request-id"), "mine");
    assert_ne!(answer.header("x-request-id"), get(&app, "/me").send().await.header("x-request-id"));
}
