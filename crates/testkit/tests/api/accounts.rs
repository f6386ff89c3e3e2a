use kamachat_testkit::app::{PASSWORD, TestApp};
use serde_json::json;

use crate::wire::{get, post};

#[tokio::test]
async fn the_first_account_runs_the_server_and_the_next_ones_do_not() {
    let app = TestApp::start().await;
    assert_eq!(app.register("first").await.account.role, "admin");
    assert_eq!(app.register("second").await.account.role, "user");
}

#[tokio::test]
async fn of_many_first_accounts_at_once_one_runs_the_server() {
    let app = TestApp::start().await;
    let names = ["a01", "a02", "a03", "a04", "a05", "a06"];
    let people = futures_util::future::join_all(names.map(|name| app.register(name))).await;
    assert_eq!(people.iter().filter(|person| person.account.role == "admin").count(), 1);
}

#[tokio::test]
async fn registering_signs_in_and_answers_the_whole_account() {
    let app = TestApp::start().await;
    let body = json!({
        "username": "Mei.Qi", "password": PASSWORD, "nickname": " 周美琪 ", "email": " Mei@Example.COM "
    });
    let answer = post(&app, "/auth/register").json(&body).send().await;
    assert_eq!(answer.status, 201);
    let session = answer.json();
    assert_eq!(session["user"]["username"], "Mei.Qi");
    assert_eq!(session["user"]["nickname"], "周美琪");
    assert_eq!(session["user"]["email"], "mei@example.com");
    assert!(session["expires_in"].as_u64().unwrap() <= 900);
    let me = get(&app, "/me").token(session["access_token"].as_str().unwrap()).send().await;
    assert_eq!(me.json(), session["user"]);
}

#[tokio::test]
async fn what_is_wrong_with_a_registration_is_named() {
    let app = TestApp::start().await;
    let cases = [
        ("username", json!("ab"), "account.username_invalid"),
        ("username", json!("张三丰"), "account.username_invalid"),
        ("username", json!("a b c"), "account.username_invalid"),
        ("password", json!("1234567"), "account.password_too_short"),
        ("password", json!("x".repeat(129)), "account.password_too_long"),
        ("nickname", json!("a\nb"), "account.nickname_invalid"),
        ("nickname", json!("长".repeat(33)), "account.nickname_invalid"),
        ("email", json!("nobody"), "account.email_invalid"),
    ];
    for (field, value, code) in cases {
        let mut body = json!({"username": "mei", "password": PASSWORD});
        body[field] = value;
        let answer = post(&app, "/auth/register").json(&body).send().await;
        assert_eq!(answer.refusal(), (400, code.to_owned()), "{body}");
        assert_eq!(answer.json()["errors"][field], code);
    }
}

#[tokio::test]
async fn a_name_is_unique_without_case_and_an_address_is_only_a_claim() {
    let app = TestApp::start().await;
    let body = json!({"username": "Mei", "password": PASSWORD, "email": "mei@example.com"});
    assert_eq!(post(&app, "/auth/register").json(&body).send().await.status, 201);
    let same_name = json!({"username": "mEI", "password": PASSWORD});
    let answer = post(&app, "/auth/register").json(&same_name).send().await;
    assert_eq!(answer.refusal(), (409, "account.username_taken".to_owned()));
    let same_address = json!({"username": "other", "password": PASSWORD, "email": "MEI@example.com"});
    let answer = post(&app, "/auth/register").json(&same_address).send().await;
    // Nobody learns by it who has an account.
    assert_eq!(answer.status, 201);
    assert_eq!(
        (&answer.json()["user"]["email"], &answer.json()["user"]["email_verified"]),
        (&json!("mei@example.com"), &json!(false))
    );
}

#[tokio::test]
async fn the_same_name_at_the_same_moment_is_given_once() {
    let app = TestApp::start().await;
    app.register("first").await;
    let body = json!({"username": "mei", "password": PASSWORD});
    let tries = (0..8).map(|_| post(&app, "/auth/register").json(&body).send());
    let answers = futures_util::future::join_all(tries).await;
    let created = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(created, 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!(answer.refusal(), (409, "account.username_taken".to_owned()));
    }
}

#[tokio::test]
async fn people_sign_in_by_name_or_address_and_a_wrong_proof_says_nothing_more() {
    let app = TestApp::start().await;
    let body = json!({"username": "mei", "password": PASSWORD, "email": "mei@example.com"});
    post(&app, "/auth/register").json(&body).send().await;
    for login in ["mei", "MEI", "mei@example.com", "Mei@Example.com"] {
        let answer =
            post(&app, "/auth/login").json(&json!({"login": login, "password": PASSWORD})).send().await;
        assert_eq!(answer.status, 200, "{login}");
    }
    let wrong_password = json!({"login": "mei", "password": "wrong password"});
    let nobody = json!({"login": "nobody", "password": PASSWORD});
    let odd = json!({"login": "no such name at all", "password": ""});
    for body in [wrong_password, nobody, odd] {
        let answer = post(&app, "/auth/login").json(&body).send().await;
        assert_eq!(answer.refusal(), (401, "auth.wrong_credentials".to_owned()), "{body}");
    }
}

#[tokio::test]
async fn where_others_can_reach_the_server_the_first_account_needs_its_code() {
    let app = TestApp::with(&[("KAMA__SERVER__PUBLIC_ORIGIN", "https://chat.example.org")]).await;
    let code = std::fs::read_to_string(app.data_dir().join("keys/setup-code")).unwrap();
    let register = |name: &str, code: Option<&str>| {
        let body = json!({"username": name, "password": PASSWORD, "setup_code": code});
        post(&app, "/auth/register").json(&body).send()
    };
    assert_eq!(register("mei", None).await.refusal(), (403, "account.setup_code_required".to_owned()));
    assert_eq!(register("mei", Some("AAAA")).await.refusal(), (403, "account.setup_code_wrong".to_owned()));
    let first = register("mei", Some(code.trim())).await;
    assert_eq!((first.status.as_u16(), &first.json()["user"]["role"]), (201, &json!("admin")));
    assert_eq!(register("second", None).await.status, 201);
}
