//! E-mail: addresses, links, notices, and the server that takes the mails.

mod address;
mod forgot;
mod notices;
mod server;

use kamachat_testkit::{
    app::{PASSWORD, Person, TestApp},
    mail_sink::MailSink,
};
use serde_json::{Value, json};
use sqlx::Connection;

use crate::wire::{Answer, get, post};

/// A server that hands its mails to a sink of its own; `None` where there is no sink.
async fn with_mail(more: &[(&str, &str)]) -> Option<(TestApp, MailSink)> {
    let sink = MailSink::start()?;
    Some((on(&sink, more).await, sink))
}

async fn on(sink: &MailSink, more: &[(&str, &str)]) -> TestApp {
    let port = sink.port();
    let mail = [
        ("KAMA__MAIL__HOST", "127.0.0.1"),
        ("KAMA__MAIL__PORT", port.as_str()),
        ("KAMA__MAIL__TLS", "off"),
        ("KAMA__MAIL__FROM", "KamaChat <chat@example.org>"),
        ("KAMA__JOBS__POLL_MS", "50"),
    ];
    TestApp::with(&[&mail, more].concat()).await
}

/// Registers somebody with an address that is not verified.
async fn claim(app: &TestApp, name: &str, email: &str) -> Person {
    let client = app.client();
    let wanted = serde_json::from_value(json!({"username": name, "password": PASSWORD, "email": email}));
    let account = client.register_with(&wanted.unwrap()).await.unwrap();
    Person { account, client }
}

/// Registers somebody and follows the link.
async fn verified(app: &TestApp, sink: &MailSink, name: &str, email: &str) -> Person {
    let before = sink.to(email).len();
    let person = claim(app, name, email).await;
    let token = sink.nth(email, before + 1).await.token();
    person.client.verify_email(&token).await.unwrap();
    person
}

async fn me(app: &TestApp, person: &Person) -> (Value, Value) {
    let me = get(app, "/me").by(person).send().await.json();
    (me["email"].clone(), me["email_verified"].clone())
}

async fn verify(app: &TestApp, token: &str) -> Answer {
    post(app, "/auth/email/verify").json(&json!({ "token": token })).send().await
}

async fn forgot(app: &TestApp, login: &str) -> Answer {
    post(app, "/auth/password/forgot").json(&json!({ "login": login })).send().await
}

async fn reset(app: &TestApp, token: &str, password: &str) -> Answer {
    post(app, "/auth/password/reset").json(&json!({"token": token, "password": password})).send().await
}

async fn login(app: &TestApp, login: &str, password: &str) -> Answer {
    post(app, "/auth/login").json(&json!({"login": login, "password": password})).send().await
}

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// As if time had gone by.
async fn run(app: &TestApp, statement: &'static str) {
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    sqlx::query(statement).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
}
