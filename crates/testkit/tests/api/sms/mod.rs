//! Codes by SMS: what they are good for, how often, and what they do not tell.

mod guessing;
mod limits;
mod phone;
mod registration;
mod sign_in;

use kamachat_testkit::{
    app::{PASSWORD, Person, TestApp},
    sms::SmsStub,
};
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::Connection;

use crate::wire::{Answer, call, get, post};

pub(crate) const MEI: &str = "+8613800138000";
pub(crate) const TOM: &str = "+8613900139000";

/// A server with a gateway.
pub(crate) async fn started(settings: &[(&str, &str)]) -> (TestApp, SmsStub) {
    let stub = SmsStub::start().await;
    let all: Vec<_> = stub.settings().into_iter().chain(settings.iter().copied()).collect();
    let app = TestApp::with(&all).await;
    (app, stub)
}

/// Asks for a code.
pub(crate) async fn ask(app: &TestApp, phone: &str, purpose: &str) -> Answer {
    post(app, "/auth/sms-codes").json(&json!({"phone": phone, "purpose": purpose})).send().await
}

/// A code that was sent.
pub(crate) async fn code(app: &TestApp, stub: &SmsStub, phone: &str, purpose: &str) -> String {
    let answer = ask(app, phone, purpose).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    stub.code(phone).await
}

/// A code for somebody who is signed in.
pub(crate) async fn own_code(
    app: &TestApp,
    stub: &SmsStub,
    token: &str,
    phone: &str,
    purpose: &str,
) -> String {
    let phone_or_own = (purpose != "confirm").then_some(phone);
    let body = json!({"phone": phone_or_own, "purpose": purpose});
    let answer = post(app, "/auth/sms-codes").token(token).json(&body).send().await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    stub.code(phone).await
}

pub(crate) async fn login(app: &TestApp, phone: &str, code: &str) -> Answer {
    post(app, "/auth/login/sms").json(&json!({"phone": phone, "code": code})).send().await
}

/// Registers with a number and no password; the answer.
pub(crate) async fn register(app: &TestApp, stub: &SmsStub, name: &str, phone: &str) -> Value {
    let code = code(app, stub, phone, "register").await;
    let body = json!({"username": name, "phone": phone, "code": code});
    let answer = post(app, "/auth/register").json(&body).send().await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

pub(crate) fn token(session: &Value) -> String {
    session["access_token"].as_str().unwrap().to_owned()
}

/// Adds a number to an account with [`PASSWORD`].
pub(crate) async fn bind(app: &TestApp, stub: &SmsStub, person: &Person, phone: &str) {
    let code = own_code(app, stub, &person.token(), phone, "bind_phone").await;
    let body = json!({"phone": phone, "code": code, "password": PASSWORD});
    let answer = post(app, "/me/phone").by(person).json(&body).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.json()["phone"], phone);
}

pub(crate) async fn remove(app: &TestApp, token: &str, body: Value) -> Answer {
    call(app, Method::DELETE, "/me/phone").token(token).json(&body).send().await
}

pub(crate) async fn state(app: &TestApp, token: &str) -> Value {
    get(app, "/me/phone").token(token).send().await.json()
}

/// Six digits that are not these.
pub(crate) fn other_than(code: &str, n: u32) -> String {
    let right: u32 = code.parse().unwrap();
    format!("{:06}", (right + 1 + n) % 1_000_000)
}

pub(crate) fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// Lets time pass: moves what is stored of codes back.
pub(crate) async fn age(app: &TestApp, seconds: i64) {
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let older = "UPDATE code_challenge SET created_at = created_at - ?1, expires_at = expires_at - ?1";
    sqlx::query(older).bind(seconds * 1000).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
}
