//! Whoever asks for a new password learns nothing about who has an account.

use std::time::Instant;

use kamachat_application::accounts::ClientInfo;
use kamachat_client::protocol::accounts::Register;
use kamachat_testkit::app::{PASSWORD, TestApp};
use sqlx::Connection;

use crate::enumeration::median;

/// Tries of each kind.
const TRIES: usize = 200;
/// Two kinds of names take the same time when the medians differ by less than this factor.
const ALIKE: f64 = 1.5;

/// A server with mail, whose jobs wait: what is measured is the answer.
async fn server() -> TestApp {
    TestApp::with(&[
        ("KAMA__MAIL__HOST", "127.0.0.1"),
        ("KAMA__MAIL__TLS", "off"),
        ("KAMA__MAIL__FROM", "chat@example.org"),
        ("KAMA__JOBS__POLL_MS", "60000"),
    ])
    .await
}

/// The largest factor between the medians of the names. They take turns, so that what else the machine does
/// falls on all of them. With `links` a link is made for the first one at once, as a server would that looks
/// the name up before it answers.
async fn factor(app: &TestApp, names: [&str; 3], links: Option<&str>) -> f64 {
    let accounts = &app.services().accounts;
    let actor = match links {
        Some(token) => Some(accounts.authenticate(token).await.unwrap()),
        None => None,
    };
    let client = ClientInfo::default();
    let mut times = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..TRIES {
        for (kind, name) in names.iter().enumerate() {
            let started = Instant::now();
            accounts.forgot_password(name, &client).await.unwrap();
            if let (0, Some(actor)) = (kind, &actor) {
                accounts.verify_again(actor, &client).await.unwrap();
            }
            times[kind].push(started.elapsed());
        }
    }
    let medians = times.map(|times| median(times).as_secs_f64());
    medians.iter().copied().fold(0.0, f64::max) / medians.iter().copied().fold(f64::MAX, f64::min)
}

/// The connections of the use cases go back by themselves only while another thread of the test runs.
#[tokio::test(flavor = "multi_thread")]
async fn known_unverified_and_unknown_names_take_the_same_time_and_the_check_would_notice() {
    let app = server().await;
    let wanted = |name: &str| Register {
        username: name.to_owned(),
        password: Some(PASSWORD.to_owned()),
        phone: None,
        code: None,
        nickname: None,
        email: Some(format!("{name}@example.com")),
        setup_code: None,
        invite_code: None,
    };
    let (mei, tom) = (app.client(), app.client());
    mei.register_with(&wanted("mei")).await.unwrap();
    tom.register_with(&wanted("tom")).await.unwrap();
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let verify =
        "UPDATE user_identifier SET verified_at = 1, issuer = '' WHERE value_norm = 'mei@example.com'";
    assert_eq!(sqlx::query(verify).execute(&mut database).await.unwrap().rows_affected(), 1);
    database.close().await.unwrap();

    let names = ["mei@example.com", "tom@example.com", "nobody@example.com"];
    let ours = factor(&app, names, None).await;
    assert!(ours < ALIKE, "the names differ by a factor of {ours}");
    let token = tom.tokens().unwrap().access;
    let control = factor(&app, names, Some(&token)).await;
    assert!(control >= ALIKE, "with a look-up before the answer the check must fail: {control}");
}
