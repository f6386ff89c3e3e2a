use kamachat_testkit::app::{PASSWORD, Person, TestApp};
use serde_json::{Value, json};

use super::{claim, login, me, refused, run, verified, verify, with_mail};
use crate::wire::{Answer, get, post};

const MEI: &str = "mei@example.com";

async fn change(app: &TestApp, person: &Person, email: &str, password: &str) -> Answer {
    post(app, "/me/email").by(person).json(&json!({"email": email, "password": password})).send().await
}

async fn again(app: &TestApp, person: &Person) -> Answer {
    post(app, "/me/email/verify").by(person).send().await
}

#[tokio::test]
async fn an_address_is_verified_by_the_link_in_a_mail_and_a_link_is_good_once() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    assert_eq!(get(&app, "/auth/policy").send().await.json()["mail"], true);
    let body = json!({"username": "mei", "password": PASSWORD, "email": MEI});
    let wanted = post(&app, "/auth/register").header("accept-language", "zh-CN,zh;q=0.9,en;q=0.8");
    let session = wanted.json(&body).send().await.json();
    assert_eq!(session["user"]["email_verified"], false);
    let mail = sink.nth(MEI, 1).await;
    assert_eq!((mail.field("subject"), mail.field("from")), ("验证你的邮箱", "chat@example.org"));
    let link = format!("{}/verify-email#token=", "http://127.0.0.1:0");
    for text in ["text", "html"] {
        assert!(mail.field(text).contains(&link) && mail.field(text).contains("mei"), "{mail:?}");
    }
    let token = mail.token();
    for bad in ["", "x", &token[1..], &token.to_uppercase(), &"0".repeat(64)] {
        assert_eq!(verify(&app, bad).await.refusal(), refused(403, "mail.link_invalid"), "{bad}");
    }
    assert_eq!(verify(&app, &token).await.status, 204);
    assert_eq!(verify(&app, &token).await.refusal(), refused(403, "mail.link_invalid"));
    let by_address = login(&app, MEI, PASSWORD).await.json();
    assert_eq!(by_address["user"]["email_verified"], true);
    let done =
        post(&app, "/me/email/verify").token(by_address["access_token"].as_str().unwrap()).send().await;
    assert_eq!(done.refusal(), refused(409, "account.email_verified"));
}

#[tokio::test]
async fn a_link_used_many_times_at_once_is_used_once() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    claim(&app, "mei", MEI).await;
    let token = sink.nth(MEI, 1).await.token();
    let answers = futures_util::future::join_all((0..6).map(|_| verify(&app, &token))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
}

#[tokio::test]
async fn of_two_links_the_later_is_good_and_none_after_its_time() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    let mei = claim(&app, "mei", MEI).await;
    let first = sink.nth(MEI, 1).await.token();
    assert_eq!(again(&app, &mei).await.status, 202);
    let second = sink.nth(MEI, 2).await.token();
    assert_eq!(verify(&app, &first).await.refusal(), refused(403, "mail.link_invalid"));
    run(&app, "UPDATE email_proof SET expires_at = created_at").await;
    assert_eq!(verify(&app, &second).await.refusal(), refused(403, "mail.link_invalid"));
    assert_eq!(again(&app, &mei).await.status, 202);
    assert_eq!(verify(&app, &sink.nth(MEI, 3).await.token()).await.status, 204);
    assert_eq!(me(&app, &mei).await, (json!(MEI), json!(true)));
    let plain = app.register("tom").await;
    assert_eq!(again(&app, &plain).await.refusal(), refused(409, "account.email_missing"));
}

#[tokio::test]
async fn one_mailbox_gets_few_links_whoever_asks() {
    let Some((app, sink)) = with_mail(&[("KAMA__LIMITS__PROFILE", "standard")]).await else { return };
    let mei = claim(&app, "mei", MEI).await;
    sink.nth(MEI, 1).await;
    let refused = again(&app, &mei).await;
    assert_eq!(refused.refusal(), (429, "too_many_requests".to_owned()));
    assert!((1..=60).contains(&refused.json()["retry_after"].as_i64().unwrap()));
    let tom = claim(&app, "tom", MEI).await;
    assert_eq!(me(&app, &tom).await, (json!(MEI), json!(false)), "an account is made all the same");
    run(&app, "UPDATE email_proof SET created_at = created_at - 61000").await;
    assert_eq!(again(&app, &mei).await.status, 202);
    sink.nth(MEI, 2).await;
}

#[tokio::test]
async fn another_address_counts_once_its_link_is_used_and_the_old_one_is_told() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    let mei = verified(&app, &sink, "mei", MEI).await;
    let new = "mei@new.example.com";
    let wrong = change(&app, &mei, new, "not the password").await;
    assert_eq!(wrong.refusal(), refused(403, "account.wrong_password"));
    for bad in ["", "mei", "a@b.c\r\nBcc: eve@evil.example", "a@b.c, eve@evil.example"] {
        let answer = change(&app, &mei, bad, PASSWORD).await;
        assert_eq!(answer.refusal(), refused(400, "account.email_invalid"), "{bad}");
    }
    assert_eq!(change(&app, &mei, MEI, PASSWORD).await.refusal(), refused(409, "account.email_verified"));
    assert_eq!(change(&app, &mei, new, PASSWORD).await.status, 202);
    let token = sink.nth(new, 1).await.token();
    assert_eq!(me(&app, &mei).await, (json!(MEI), json!(true)), "not yet");
    assert_eq!(verify(&app, &token).await.status, 204);
    assert_eq!(me(&app, &mei).await, (json!(new), json!(true)));
    let told = sink.nth(MEI, 2).await;
    assert_eq!(told.field("subject"), "Your e-mail address was changed");
    assert!(told.token().is_empty() && !told.field("text").contains(new), "{told:?}");
    assert_eq!(login(&app, new, PASSWORD).await.status, 200);
    assert_eq!(login(&app, MEI, PASSWORD).await.status, 401);
}

#[tokio::test]
async fn an_address_of_somebody_else_looks_like_any_other_and_he_is_told() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    verified(&app, &sink, "mei", MEI).await;
    let eve = verified(&app, &sink, "eve", "eve@example.com").await;
    let (taken, free) =
        (change(&app, &eve, MEI, PASSWORD).await, change(&app, &eve, "f@example.com", PASSWORD).await);
    assert_eq!((taken.status, &taken.text), (free.status, &free.text));
    let told = sink.nth(MEI, 2).await;
    assert_eq!(told.field("subject"), "Somebody tried to use your e-mail address");
    assert!(told.token().is_empty());
    // The link of the earlier address has ended as it would have for a free one.
    let other = claim(&app, "eve2", MEI).await;
    assert_eq!(me(&app, &other).await, (json!(MEI), json!(false)));
    assert!(sink.nth(MEI, 3).await.token().is_empty());
    assert_eq!(login(&app, MEI, PASSWORD).await.json()["user"]["username"], "mei");
}

#[tokio::test]
async fn who_can_read_the_mails_wins_over_who_only_named_the_address() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    claim(&app, "squatter", MEI).await;
    let squatted = sink.nth(MEI, 1).await.token();
    let mei = claim(&app, "mei", MEI).await;
    assert_eq!(verify(&app, &sink.nth(MEI, 2).await.token()).await.status, 204);
    assert_eq!(verify(&app, &squatted).await.refusal(), refused(409, "account.email_taken"));
    assert_eq!(login(&app, MEI, PASSWORD).await.json()["user"]["id"], json!(mei.account.id));
}

#[tokio::test]
async fn nothing_that_people_type_becomes_a_header_or_a_page() {
    let Some((app, sink)) = with_mail(&[]).await else { return };
    for (field, text) in [
        ("nickname", "Mei\r\nBcc: eve@evil.example"),
        ("username", "mei\r\nBcc: eve@evil.example"),
        ("email", "mei@example.com\r\nBcc: eve@evil.example"),
        ("email", "mei@example.com\nSubject: x"),
        ("email", "mei@example.com,eve@evil.example"),
    ] {
        let mut body = json!({"username": "mei", "password": PASSWORD, "email": MEI});
        body[field] = Value::from(text);
        assert_eq!(post(&app, "/auth/register").json(&body).send().await.status, 400, "{text}");
    }
    let body = json!({"username": "mei", "password": PASSWORD, "email": MEI, "nickname": "<b>x</b>"});
    assert_eq!(post(&app, "/auth/register").json(&body).send().await.status, 201);
    let mail = sink.nth(MEI, 1).await;
    assert_eq!(mail.0["to"], json!([MEI]));
    assert!(!mail.field("html").contains("<b>"));
    let names: Vec<&str> =
        mail.0["headers"].as_array().unwrap().iter().filter_map(|h| h[0].as_str()).collect();
    assert!(!names.iter().any(|name| name.eq_ignore_ascii_case("bcc")), "{names:?}");
}
