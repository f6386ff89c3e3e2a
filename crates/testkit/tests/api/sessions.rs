use kamachat_testkit::app::TestApp;
use serde_json::json;

use crate::wire::{Answer, get, post};

async fn refresh(app: &TestApp, token: &str) -> Answer {
    post(app, "/auth/refresh").json(&json!({"refresh_token": token})).send().await
}

fn successor(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["refresh_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_refresh_token_is_exchanged_for_another() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let answer = refresh(&app, &mei.refresh_token()).await;
    assert_ne!(successor(&answer), mei.refresh_token());
    let access = answer.json()["access_token"].as_str().unwrap().to_owned();
    assert_eq!(get(&app, "/me").token(&access).send().await.status, 200);
}

#[tokio::test]
async fn a_lost_answer_is_repeated_within_the_grace_time() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let first = successor(&refresh(&app, &mei.refresh_token()).await);
    let repeated = successor(&refresh(&app, &mei.refresh_token()).await);
    assert_eq!(first, repeated);
    assert_eq!(refresh(&app, &first).await.status, 200);
}

#[tokio::test]
async fn many_refreshes_at_once_end_with_one_token_and_nobody_is_signed_out() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let token = mei.refresh_token();
    let answers = futures_util::future::join_all((0..6).map(|_| refresh(&app, &token))).await;
    let successors: std::collections::HashSet<String> = answers.iter().map(successor).collect();
    assert_eq!(successors.len(), 1);
    assert_eq!(refresh(&app, successors.iter().next().unwrap()).await.status, 200);
}

#[tokio::test]
async fn a_token_that_was_used_twice_ends_its_session_and_no_other() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let phone = app.sign_in(&mei).await;
    let second = successor(&refresh(&app, &mei.refresh_token()).await);
    let third = successor(&refresh(&app, &second).await);
    let stolen = refresh(&app, &mei.refresh_token()).await;
    assert_eq!(stolen.refusal(), (401, "auth.refresh_invalid".to_owned()));
    for token in [&second, &third] {
        assert_eq!(refresh(&app, token).await.refusal(), (401, "auth.refresh_invalid".to_owned()));
    }
    assert_eq!(get(&app, "/me").by(&mei).send().await.refusal(), (401, "auth.unauthenticated".to_owned()));
    assert_eq!(get(&app, "/me").by(&phone).send().await.status, 200);
}

#[tokio::test]
async fn signing_out_ends_this_session_at_once() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let phone = app.sign_in(&mei).await;
    assert_eq!(post(&app, "/auth/logout").by(&mei).send().await.status, 204);
    for answer in [get(&app, "/me").by(&mei).send().await, post(&app, "/auth/logout").by(&mei).send().await] {
        assert_eq!(answer.refusal(), (401, "auth.unauthenticated".to_owned()));
    }
    let refreshed = refresh(&app, &mei.refresh_token()).await;
    assert_eq!(refreshed.refusal(), (401, "auth.refresh_invalid".to_owned()));
    assert_eq!(get(&app, "/me").by(&phone).send().await.status, 200);
}

#[tokio::test]
async fn a_session_survives_a_restart_of_the_server() {
    let mut app = TestApp::start().await;
    let mei = app.register("mei").await;
    app.restart().await;
    assert_eq!(get(&app, "/me").by(&mei).send().await.status, 200);
    assert_eq!(refresh(&app, &mei.refresh_token()).await.status, 200);
}
