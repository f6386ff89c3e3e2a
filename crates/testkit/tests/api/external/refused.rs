//! What is not taken for a token of a trusted back end, over the wire.

use kamachat_testkit::app::TestApp;
use serde_json::{Value, json};
use sqlx::Connection;

use super::{
    issuer::{app, app_with, claims, hmac_signed, now, public_ed, public_rsa, rsa_token, text, token, with},
    me,
};
use crate::wire::{get, post};

/// Refused as a bearer, at the exchange and at a socket; and nobody was made by it.
async fn assert_worthless(app: &TestApp, token: &str, what: &str) {
    assert_eq!(me(app, token).await.refusal(), (401, "auth.unauthenticated".to_owned()), "{what}");
    let exchange = post(app, "/auth/login/external").json(&json!({"token": token})).send().await;
    assert_eq!(exchange.refusal(), (401, "auth.external_token_invalid".to_owned()), "{what}");
    let ws = format!("{}/ws?token={token}", app.origin().replacen("http", "ws", 1));
    assert!(tokio_tungstenite::connect_async(ws).await.is_err(), "{what}");
}

#[tokio::test]
async fn every_claim_of_another_type_is_refused() {
    let app = app().await;
    let odd = [json!(true), json!({}), json!([]), json!(1.5), json!({"$ne": null})];
    for claim in ["iss", "aud", "sub", "name", "iat", "nbf", "exp"] {
        for value in &odd {
            let bad = with(claims("17"), claim, value.clone());
            assert_eq!(me(&app, &token(&bad)).await.status, 401, "{claim}: {value}");
        }
    }
    for claim in ["iat", "nbf", "exp"] {
        let text = with(claims("17"), claim, json!((now() + 10).to_string()));
        assert_worthless(&app, &token(&text), claim).await;
    }
    for claim in ["iss", "aud", "name"] {
        assert_worthless(&app, &token(&with(claims("17"), claim, json!(17))), claim).await;
    }
    for claim in ["iss", "aud", "sub", "exp"] {
        assert_worthless(&app, &token(&with(claims("17"), claim, Value::Null)), claim).await;
    }
    assert_eq!(me(&app, &token(&claims("17"))).await.status, 200, "the control");
}

#[tokio::test]
async fn another_algorithm_issuer_audience_or_time_is_refused() {
    let app = app_with(&[("KAMA__AUTH__EXTERNAL__ED__MAX_AGE_MINUTES", "5")]).await;
    let header = |alg: &str| json!({"alg": alg, "typ": "JWT"});
    let of = |issuer: &str| with(claims("17"), "iss", json!(issuer));
    let none = format!("{}.", text(&header("none"), &claims("17")));
    for (what, token) in [
        ("alg none", none.clone()),
        ("alg none, signed", format!("{none}AAAA")),
        (
            "public RSA key as secret",
            hmac_signed(public_rsa().as_bytes(), &header("HS256"), &of("https://rsa.example")),
        ),
        (
            "public Ed25519 key as secret",
            hmac_signed(public_ed().as_bytes(), &header("HS256"), &of("https://ed.example")),
        ),
        ("RS256 for the issuer of a secret", rsa_token(&claims("17"))),
        ("the secret for the issuer of a key", token(&of("https://rsa.example"))),
        ("HS512", hmac_signed(super::issuer::SECRET.as_bytes(), &header("HS512"), &claims("17"))),
        ("an issuer that is not known", token(&of("https://shop.example/"))),
        ("another audience", token(&with(claims("17"), "aud", json!("other")))),
        ("expired", token(&with(claims("17"), "exp", json!(now())))),
        ("not yet valid", token(&with(claims("17"), "nbf", json!(now() + 120)))),
        ("made in the future", token(&with(claims("17"), "iat", json!(now() + 120)))),
        ("too old", super::ed_token(&with(of("https://ed.example"), "iat", json!(now() - 301)))),
        ("of our own name", token(&of("kamachat"))),
    ] {
        assert_worthless(&app, &token, what).await;
    }
    let without_exp = with(of("https://ed.example"), "exp", Value::Null);
    assert_eq!(me(&app, &super::ed_token(&without_exp)).await.status, 200, "its age says when it is over");
}

#[tokio::test]
async fn a_token_is_no_refresh_token_and_not_for_who_has_a_role_or_is_disabled() {
    let app = app().await;
    let good = token(&claims("17"));
    let account = super::account(&app, &good).await;
    for body in
        [json!({"refresh_token": good.clone()}), json!({"refresh_token": &good[..256.min(good.len())]})]
    {
        let answer = post(&app, "/auth/refresh").json(&body).send().await;
        assert!(matches!(answer.status.as_u16(), 400 | 401), "{}", answer.text);
    }
    let cookie = format!("__Host-kama_refresh={good}; kama_refresh={good}");
    let by_cookie = post(&app, "/auth/refresh").header("x-client", "web").header("cookie", &cookie);
    assert_eq!(by_cookie.json(&json!({})).send().await.refusal(), (401, "auth.refresh_invalid".to_owned()));

    let username = account["username"].as_str().unwrap();
    let accounts = &app.services().accounts;
    accounts.appoint_admin(username, None).await.unwrap();
    assert_worthless(&app, &good, "an administrator does not come in by a token").await;
    let fresh = token(&with(claims("17"), "jti", json!("2")));
    assert_worthless(&app, &fresh, "nor by a new one").await;

    let other = token(&claims("18"));
    let other_name = super::account(&app, &other).await["username"].as_str().unwrap().to_owned();
    disable(&app, &other_name).await;
    assert_worthless(&app, &other, "disabled").await;
    assert_worthless(&app, &token(&with(claims("18"), "jti", json!("2"))), "disabled, another token").await;
}

#[tokio::test]
async fn our_own_tokens_and_sign_in_work_beside_it() {
    let app = app().await;
    let mei = app.register("mei").await;
    assert_eq!(get(&app, "/me").by(&mei).send().await.status, 200);
    let as_external = post(&app, "/auth/login/external").json(&json!({"token": mei.token()})).send().await;
    assert_eq!(as_external.refusal(), (401, "auth.external_token_invalid".to_owned()));
    super::account(&app, &token(&claims("17"))).await;
    for password in ["", "x", "null"] {
        let login = json!({"login": "Nameof17", "password": password});
        let answer = post(&app, "/auth/login").json(&login).send().await;
        assert_eq!(answer.refusal(), (401, "auth.wrong_credentials".to_owned()), "there is no password");
    }
}

async fn disable(app: &TestApp, username: &str) {
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let disabled = sqlx::query("UPDATE user SET status = 1 WHERE username = ?").bind(username);
    assert_eq!(disabled.execute(&mut database).await.unwrap().rows_affected(), 1);
    database.close().await.unwrap();
}
