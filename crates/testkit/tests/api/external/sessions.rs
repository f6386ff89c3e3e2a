//! A token is a session: listed, ended, over with the token.

use std::time::Duration;

use kamachat_client::{Error, Tokens};
use kamachat_protocol::frames::CloseCode;
use kamachat_testkit::app::TestApp;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::timeout;

use super::{
    account,
    issuer::{app, app_with, claims, now, token, with},
    me,
};
use crate::wire::{call, get};

const PATIENCE: Duration = Duration::from_secs(15);

async fn sessions(app: &TestApp, token: &str) -> Vec<Value> {
    let answer = get(app, "/me/sessions").token(token).send().await.json();
    answer["items"].as_array().unwrap().clone()
}

/// How the server closes a socket that this token opened.
async fn closed_after(app: &TestApp, token: &str, act: impl Future<Output = ()>) -> Option<u16> {
    let client = app.client();
    client.set_tokens(Some(Tokens { access: token.to_owned(), refresh: None }));
    let mut socket = client.connect().await.unwrap();
    act.await;
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

#[tokio::test]
async fn a_token_is_a_device_that_can_be_ended_and_stays_so() {
    let app = app().await;
    let (phone, shop) = (token(&claims("17")), token(&with(claims("17"), "jti", json!("2"))));
    let browser = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";
    let first = get(&app, "/me").token(&shop).header("user-agent", browser).send().await;
    assert_eq!(first.status, 200);
    account(&app, &phone).await;
    let listed = sessions(&app, &phone).await;
    assert_eq!(listed.len(), 2);
    let of_shop = listed.iter().find(|session| session["current"] == false).unwrap();
    assert_eq!((&of_shop["name"], &of_shop["ip"]), (&json!("Firefox on Linux"), &json!("127.0.0.1")));
    let id = of_shop["id"].as_str().unwrap().to_owned();

    let end = async {
        let ended = call(&app, Method::DELETE, &format!("/me/sessions/{id}")).token(&phone).send().await;
        assert_eq!(ended.status, 204);
    };
    assert_eq!(closed_after(&app, &shop, end).await, Some(CloseCode::Revoked as u16));
    assert_eq!(me(&app, &shop).await.refusal(), (401, "auth.unauthenticated".to_owned()));
    assert_eq!(sessions(&app, &phone).await.len(), 1);
    let everywhere = call(&app, Method::DELETE, "/me/sessions?all=true").token(&phone).send().await;
    assert_eq!(everywhere.status, 204);
    assert_eq!(me(&app, &phone).await.status, 401);
}

#[tokio::test]
async fn signing_out_ends_the_token() {
    let app = app().await;
    let token = token(&claims("17"));
    account(&app, &token).await;
    assert_eq!(crate::wire::post(&app, "/auth/logout").token(&token).send().await.status, 204);
    for _ in 0..2 {
        assert_eq!(me(&app, &token).await.status, 401);
    }
}

#[tokio::test]
async fn a_socket_closes_when_its_token_is_over() {
    let app = app_with(&[("KAMA__SYNC__SESSION_CHECK_MS", "200")]).await;
    let short = token(&with(claims("17"), "exp", json!(now() + 3)));
    assert_eq!(closed_after(&app, &short, async {}).await, Some(CloseCode::Revoked as u16));
    assert_eq!(me(&app, &short).await.status, 401);
}
