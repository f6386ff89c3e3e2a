use kamachat_client::Error;
use kamachat_protocol::frames::CloseCode;
use kamachat_testkit::app::{PASSWORD, TestApp};
use serde_json::{Value, json};

use super::{claim, forgot, login, refused, reset, run, verified, with_mail};
use crate::wire::{get, post};

const MEI: &str = "mei@example.com";
const NEW: &str = "a new and better sentence";

#[tokio::test]
async fn a_forgotten_password_is_replaced_and_everything_signed_in_ends() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    let mei = verified(&app, &sink, "mei", MEI).await;
    let mut socket = mei.client.connect().await.unwrap();
    assert_eq!(forgot(&app, "MEI").await.status, 202);
    let mail = sink.nth(MEI, 2).await;
    assert_eq!(mail.field("subject"), "Reset your password");
    assert!(mail.field("text").contains("/reset-password#token="));
    let token = mail.token();
    let weak = reset(&app, &token, "mei@example.com").await;
    assert_eq!(weak.refusal(), refused(400, "account.password_too_common"));
    assert_eq!(weak.json()["errors"]["password"], "account.password_too_common");
    assert_eq!(reset(&app, &token, NEW).await.status, 204);
    assert_eq!(sink.nth(MEI, 3).await.field("subject"), "Your password was reset");

    assert_eq!(get(&app, "/me").by(&mei).send().await.refusal(), refused(401, "auth.unauthenticated"));
    let closed = loop {
        match socket.recv().await {
            Ok(_) => {}
            Err(Error::Closed { code, .. }) => break code,
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(closed, Some(CloseCode::Revoked as u16));
    assert_eq!(login(&app, "mei", PASSWORD).await.status, 401);
    assert_eq!(login(&app, "mei", NEW).await.status, 200);
    for used in [token.as_str(), "", "x", &"0".repeat(64)] {
        assert_eq!(
            reset(&app, used, "yet another sentence").await.refusal(),
            refused(403, "mail.link_invalid")
        );
    }
}

#[tokio::test]
async fn links_of_one_kind_do_nothing_of_the_other_and_none_lives_longer_than_it_should() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    let mei = claim(&app, "mei", MEI).await;
    let address = sink.nth(MEI, 1).await.token();
    assert_eq!(reset(&app, &address, NEW).await.refusal(), refused(403, "mail.link_invalid"));
    mei.client.verify_email(&address).await.unwrap();
    forgot(&app, MEI).await;
    let first = sink.nth(MEI, 2).await.token();
    assert_eq!(super::verify(&app, &first).await.refusal(), refused(403, "mail.link_invalid"));
    forgot(&app, "mei").await;
    let second = sink.nth(MEI, 3).await.token();
    assert_eq!(reset(&app, &first, NEW).await.refusal(), refused(403, "mail.link_invalid"));
    run(&app, "UPDATE email_proof SET expires_at = created_at + 1").await;
    assert_eq!(reset(&app, &second, NEW).await.refusal(), refused(403, "mail.link_invalid"));
    // A link to an address that the account has not any more is worth nothing.
    forgot(&app, "mei").await;
    let third = sink.nth(MEI, 4).await.token();
    let change = json!({"email": "new@example.com", "password": PASSWORD});
    assert_eq!(post(&app, "/me/email").by(&mei).json(&change).send().await.status, 202);
    mei.client.verify_email(&sink.nth("new@example.com", 1).await.token()).await.unwrap();
    assert_eq!(reset(&app, &third, NEW).await.refusal(), refused(403, "mail.link_invalid"));
    assert_eq!(login(&app, "mei", PASSWORD).await.status, 200);
}

async fn answer(app: &TestApp, login: &str) -> (u16, Vec<(String, String)>, String) {
    let answer = forgot(app, login).await;
    let mut headers: Vec<(String, String)> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["x-request-id", "date"].contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    headers.sort();
    (answer.status.as_u16(), headers, answer.text)
}

#[tokio::test]
async fn known_unverified_and_unknown_names_get_the_same_answer_and_one_of_them_a_mail() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    verified(&app, &sink, "mei", MEI).await;
    claim(&app, "tom", "tom@example.com").await;
    sink.nth("tom@example.com", 1).await;
    app.register("ann").await;
    let known = answer(&app, "mei").await;
    assert_eq!((known.0, known.2.as_str()), (202, ""));
    for login in ["tom", "tom@example.com", "ann", "nobody", "nobody@example.com", "", "no name at all"] {
        assert_eq!(answer(&app, login).await, known, "{login}");
    }
    assert_eq!(answer(&app, MEI).await, known);
    // Jobs are done in their order: with the second mail to her, all others had their turn.
    sink.nth(MEI, 3).await;
    assert_eq!(sink.to("tom@example.com").len(), 1);
    assert!(sink.to("nobody@example.com").is_empty());
}

#[tokio::test]
async fn a_mailbox_is_not_flooded_by_strangers_and_the_answer_stays_the_same() {
    let Some((app, sink)) = with_mail(&[("KAMA__LIMITS__PROFILE", "standard")]).await else { return };
    verified(&app, &sink, "mei", MEI).await;
    run(&app, "UPDATE email_proof SET created_at = created_at - 61000").await;
    let before = answer(&app, "mei").await;
    sink.nth(MEI, 2).await;
    assert_eq!(answer(&app, "mei").await, before);
    assert_eq!(answer(&app, "nobody").await, before);
    run(&app, "UPDATE email_proof SET created_at = created_at - 61000").await;
    forgot(&app, "mei").await;
    sink.nth(MEI, 3).await;
    assert_eq!(sink.to(MEI).len(), 3, "what came too fast was left out");
}

#[tokio::test]
async fn a_second_factor_is_asked_for_after_a_reset() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    let mei = verified(&app, &sink, "mei", MEI).await;
    let (authenticator, _) = crate::second_factor::switched_on(&app, &mei).await;
    assert_eq!(sink.nth(MEI, 2).await.field("subject"), "Two-step sign-in was switched on");
    forgot(&app, "mei").await;
    assert_eq!(reset(&app, &sink.nth(MEI, 3).await.token(), NEW).await.status, 204);
    assert_eq!(login(&app, "mei", NEW).await.refusal(), refused(401, "auth.otp_required"));
    let body = json!({"login": "mei", "password": NEW, "otp": authenticator.code(1)});
    let signed_in = post(&app, "/auth/login").json(&body).send().await;
    assert_eq!(signed_in.status, 200, "{}", signed_in.text);
}

#[tokio::test]
async fn without_a_mail_server_everything_that_needs_one_is_refused() {
    let app = TestApp::start().await;
    let mei = claim(&app, "mei", MEI).await;
    assert_eq!(get(&app, "/auth/policy").send().await.json()["mail"], Value::Bool(false));
    let off = refused(403, "mail.off");
    assert_eq!(forgot(&app, "mei").await.refusal(), off);
    assert_eq!(post(&app, "/me/email/verify").by(&mei).send().await.refusal(), off);
    let change = json!({"email": "new@example.com", "password": PASSWORD});
    assert_eq!(post(&app, "/me/email").by(&mei).json(&change).send().await.refusal(), off);
    assert_eq!(login(&app, MEI, PASSWORD).await.status, 200, "the first who claimed it signs in by it");
}
