//! Tokens of another back end.

mod exchange;
mod issuer;
mod refused;
mod sessions;

use kamachat_testkit::app::TestApp;
use serde_json::{Value, json};

use self::issuer::{app, claims, ed_token, now, rsa_token, token, with};
use crate::wire::{Answer, get};

async fn me(app: &TestApp, token: &str) -> Answer {
    get(app, "/me").token(token).send().await
}

/// The account that a token signs in.
async fn account(app: &TestApp, token: &str) -> Value {
    let answer = me(app, token).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

#[tokio::test]
async fn a_token_of_each_algorithm_signs_its_person_in() {
    let app = app().await;
    let shop = account(&app, &token(&claims("17"))).await;
    assert_eq!((&shop["nickname"], &shop["role"]), (&json!("Name of 17"), &json!("user")));
    let rsa = with(claims("17"), "iss", json!("https://rsa.example"));
    let ed = with(claims("17"), "iss", json!("https://ed.example"));
    let (rsa, ed) = (account(&app, &rsa_token(&rsa)).await, account(&app, &ed_token(&ed)).await);
    assert!(shop["id"] != rsa["id"] && rsa["id"] != ed["id"], "the same subject of others is somebody else");
    let again = with(claims("17"), "exp", json!(now() + 601));
    assert_eq!(account(&app, &token(&again)).await["id"], shop["id"], "the person comes back");
    let number = with(with(claims("17"), "jti", json!("n")), "sub", json!(17));
    assert_eq!(account(&app, &token(&number)).await["id"], shop["id"], "Laravel writes numbers");
}

#[tokio::test]
async fn a_token_opens_a_socket_as_header_and_in_the_address_and_by_a_ticket() {
    let app = app().await;
    let token = token(&claims("17"));
    let id = account(&app, &token).await["id"].clone();
    let ws = app.origin().replacen("http", "ws", 1);
    tokio_tungstenite::connect_async(format!("{ws}/ws?token={token}")).await.unwrap();
    let ticket = crate::wire::post(&app, "/socket-tickets").token(&token).send().await.json();
    let ticket = ticket["ticket"].as_str().unwrap();
    tokio_tungstenite::connect_async(format!("{ws}/ws?ticket={ticket}")).await.unwrap();
    let client = app.client();
    client.set_tokens(Some(kamachat_client::Tokens { access: token.clone(), refresh: None }));
    let socket = client.connect().await.unwrap();
    assert_eq!(json!(socket.welcome().user_id), id);
}

#[tokio::test]
async fn two_first_requests_of_a_person_make_one_account() {
    let app = app().await;
    let tokens: Vec<String> =
        (0..8).map(|n| token(&with(claims("17"), "jti", json!((n / 2).to_string())))).collect();
    let answers = tokens.iter().map(|token| account(&app, token));
    let accounts = futures_util::future::join_all(answers).await;
    assert!(accounts.iter().all(|account| account == &accounts[0]), "{accounts:?}");
    let sessions = get(&app, "/me/sessions").token(&tokens[0]).send().await.json();
    assert_eq!(sessions["items"].as_array().unwrap().len(), 4, "one for each token");
}

#[tokio::test]
async fn who_registers_is_not_asked_about_and_nobody_is_made_administrator() {
    let app = issuer::app_with(&[("KAMA__AUTH__REGISTRATION", "closed")]).await;
    let first = account(&app, &token(&claims("17"))).await;
    assert_eq!(first["role"], "user", "not even the first account of a server");
    let role = with(with(claims("18"), "role", json!("admin")), "roles", json!(["admin"]));
    assert_eq!(account(&app, &token(&role)).await["role"], "user");
}

#[tokio::test]
async fn a_name_of_any_kind_becomes_one_that_is_free() {
    let app = app().await;
    let mei = app.register("mei").await;
    let names = [
        json!("mei"),
        json!("MEI"),
        json!("x".repeat(1000)),
        json!("a\u{0}b\u{202E}c\r\nd"),
        json!("周美琪"),
        json!("  "),
        json!(""),
        json!("<script>alert(1)</script>"),
        json!("admin"),
        Value::Null,
    ];
    let mut seen = vec![mei.account.username.clone()];
    for (n, name) in names.into_iter().enumerate() {
        let account = account(&app, &token(&with(claims(&n.to_string()), "name", name.clone()))).await;
        let (username, nickname) =
            (account["username"].as_str().unwrap(), account["nickname"].as_str().unwrap());
        assert!((3..=32).contains(&username.len()) && username.is_ascii(), "{name}: {username}");
        assert!(nickname.chars().count() <= 32 && !nickname.chars().any(char::is_control), "{nickname:?}");
        assert!(!nickname.contains('\u{202E}') && !nickname.is_empty());
        assert!(!seen.iter().any(|other| other.eq_ignore_ascii_case(username)), "{username} is taken");
        seen.push(username.to_owned());
    }
    let renamed = token(&with(with(claims("0"), "name", json!("Somebody else")), "jti", json!("2")));
    assert_eq!(account(&app, &renamed).await["nickname"], "mei", "a name is read at first sight only");
    assert_eq!(mei.client.me().await.unwrap(), mei.account);
}
