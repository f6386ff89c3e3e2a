//! Many sign-ins at once are turned away, and messages of others do not notice.

use std::time::{Duration, Instant};

use kamachat_client::new_client_msg_id;
use kamachat_testkit::app::{PASSWORD, TestApp};
use serde_json::json;

use crate::wire::post;

/// Longest wait for an acknowledgement, on a machine that runs other tests too.
const CEILING: Duration = Duration::from_secs(5);

#[tokio::test]
async fn messages_flow_while_two_hundred_sign_ins_wait_or_are_turned_away() {
    let app = TestApp::with(&[("KAMA__AUTH__BCRYPT_COST", "10")]).await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let mut socket = mei.client.connect().await.unwrap();
    // A name each: tries to guess one password are counted, and end sooner.
    let tries = (0..200).map(|n| {
        let body = json!({"login": format!("tom{n}"), "password": "not the password"});
        post(&app, "/auth/login").json(&body).send()
    });
    let tries = futures_util::future::join_all(tries);
    let mut tries = std::pin::pin!(tries);
    let mut slowest = Duration::ZERO;
    let mut sent = 0;
    let answers = loop {
        let started = Instant::now();
        let id = new_client_msg_id();
        tokio::select! {
            answers = &mut tries => break answers,
            acked = socket.send_message(chat, id, "meanwhile") => { acked.unwrap(); }
        }
        sent += 1;
        slowest = slowest.max(started.elapsed());
    };
    let refused = answers.iter().filter(|answer| answer.status == 503);
    assert!(refused.clone().all(|answer| answer.header("retry-after") == "1"));
    // On a machine with other work the database may be out of reach for some, which is another code.
    let busy = refused.filter(|answer| answer.code() == "busy").count();
    assert!((1..200).contains(&busy), "{busy} were turned away");
    assert!(answers.iter().all(|answer| matches!(answer.status.as_u16(), 401 | 503)));
    assert!(sent > 10 && slowest < CEILING, "{sent} messages, the slowest took {slowest:?}");
    app.client().login("tom", PASSWORD).await.unwrap();
}
