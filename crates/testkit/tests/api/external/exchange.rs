//! A token of another back end, exchanged for an ordinary session.

use futures_util::future::join_all;
use kamachat_testkit::app::TestApp;
use serde_json::{Value, json};

use super::{
    account,
    issuer::{app, claims, token, with},
    me,
};
use crate::wire::{Answer, post};

async fn exchange(app: &TestApp, token: &str) -> Answer {
    post(app, "/auth/login/external").json(&json!({"token": token})).send().await
}

#[tokio::test]
async fn a_token_becomes_a_session_that_goes_on_without_it() {
    let app = app().await;
    let client = app.client();
    let user = client.login_external(&token(&claims("17"))).await.unwrap();
    assert_eq!(client.me().await.unwrap(), user);
    client.refresh().await.unwrap();
    assert_eq!(client.me().await.unwrap().nickname, "Name of 17");
    let sessions = client.sessions().await.unwrap();
    assert_eq!(sessions.len(), 1, "the token that was used up is no device");

    let web = post(&app, "/auth/login/external").header("x-client", "web");
    let web = web.json(&json!({"token": token(&with(claims("17"), "jti", json!("2")))})).send().await;
    assert_eq!((web.status.as_u16(), &web.json()["refresh_token"]), (200, &Value::Null));
    assert!(web.header("set-cookie").starts_with("__Host-kama_refresh="));
    assert_eq!(web.json()["user"]["id"], json!(user.id));
}

#[tokio::test]
async fn a_token_is_exchanged_once_and_is_worth_nothing_afterwards() {
    let app = app().await;
    let used = token(&claims("17"));
    let answers = join_all((0..5).map(|_| exchange(&app, &used))).await;
    let won = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(won, 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.refusal(), (401, "auth.external_token_invalid".to_owned()));
    }
    assert_eq!(me(&app, &used).await.status, 401);

    let bearer = token(&with(claims("17"), "jti", json!("2")));
    account(&app, &bearer).await;
    assert_eq!(exchange(&app, &bearer).await.status, 200, "one that was a bearer before, too");
    assert_eq!(me(&app, &bearer).await.status, 401);
}

#[tokio::test]
async fn a_body_of_another_form_is_refused() {
    let app = app().await;
    for body in [
        json!({}),
        json!({"token": 1}),
        json!({"token": null}),
        json!({"token": "a", "role": "admin"}),
        json!({"token": "a".repeat(8193)}),
    ] {
        assert_eq!(post(&app, "/auth/login/external").json(&body).send().await.status, 400, "{body}");
    }
    assert_eq!(exchange(&app, "").await.refusal(), (401, "auth.external_token_invalid".to_owned()));
}
