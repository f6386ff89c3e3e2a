//! What people tell about themselves, and what they choose.

use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use crate::wire::{Answer, call, get};

async fn change(app: &TestApp, person: &Person, body: Value) -> Answer {
    call(app, Method::PATCH, "/me").by(person).json(&body).send().await
}

async fn choose(app: &TestApp, person: &Person, body: Value) -> Answer {
    call(app, Method::PUT, "/me/settings").by(person).json(&body).send().await
}

/// Asks the use case: its connections go back by themselves only while another thread of the test runs.
async fn events(app: &TestApp, person: &Person) -> Vec<String> {
    let token = person.token();
    let actor = app.services().accounts.authenticate(&token).await.unwrap();
    let page = app.services().feed.since(&actor, 0).await.unwrap();
    page.events.iter().map(|event| format!("{:?}", event.kind)).collect()
}

#[tokio::test]
async fn a_profile_is_changed_field_by_field_and_cleared_by_null() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let full = json!({"nickname": " 周美琪 ", "signature": "风起时再见", "gender": "female",
                      "birthday": "1990-02-28", "status_text": "在路上"});
    let answer = change(&app, &mei, full).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(get(&app, "/me").by(&mei).send().await.json(), answer.json());
    assert_eq!(answer.json()["birthday"], "1990-02-28");

    let seen = get(&app, &format!("/users/{}", mei.account.id)).by(&tom).send().await.json();
    assert_eq!((&seen["name"], &seen["signature"]), (&json!("周美琪"), &json!("风起时再见")));
    assert_eq!((&seen["status_text"], &seen["gender"]), (&json!("在路上"), &json!("female")));
    assert!(seen.get("birthday").is_none() && seen.get("email").is_none(), "{seen}");

    let one = change(&app, &mei, json!({"status_text": "到家了"})).await.json();
    assert_eq!((&one["status_text"], &one["signature"]), (&json!("到家了"), &json!("风起时再见")));
    let nothing =
        json!({"nickname": null, "signature": "  ", "gender": null, "birthday": null, "status_text": null});
    let cleared = change(&app, &mei, nothing).await.json();
    assert_eq!((&cleared["nickname"], &cleared["gender"]), (&json!("mei"), &json!("unset")));
    for field in ["signature", "birthday", "status_text"] {
        assert_eq!(cleared[field], Value::Null, "{field}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_text_of_a_profile_has_an_end_and_a_refusal_changes_nothing() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let cases = [
        ("nickname", json!("长".repeat(33)), "account.nickname_invalid"),
        ("nickname", json!("a\u{202E}b"), "account.nickname_invalid"),
        ("signature", json!("长".repeat(121)), "account.signature_invalid"),
        ("signature", json!("a\nb"), "account.signature_invalid"),
        ("status_text", json!("😀".repeat(61)), "account.status_text_invalid"),
        ("birthday", json!("2001-02-29"), "account.birthday_invalid"),
        ("birthday", json!("2999-01-01"), "account.birthday_invalid"),
        ("birthday", json!("1850-01-01"), "account.birthday_invalid"),
    ];
    for (field, value, code) in cases {
        let mut body = json!({"nickname": "Other", "signature": "other"});
        body[field] = value;
        let answer = change(&app, &mei, body).await;
        assert_eq!(answer.refusal(), (400, code.to_owned()), "{field}");
        assert_eq!(answer.json()["errors"][field], code);
    }
    let endless = change(&app, &mei, json!({"signature": "😀".repeat(5_000)})).await;
    assert_eq!(endless.json()["errors"]["signature"], "request.out_of_bounds");
    for (field, value) in [("gender", json!("robot")), ("gender", json!(1)), ("signature", json!(["x"]))] {
        let answer = change(&app, &mei, json!({ field: value })).await;
        assert_eq!(answer.refusal(), (400, "request.invalid".to_owned()), "{field}");
    }
    for field in ["role", "username", "email", "id", "avatar"] {
        let answer = change(&app, &mei, json!({ field: "admin" })).await;
        assert_eq!(answer.json()["errors"][field], "request.unknown_field");
    }
    assert_eq!(mei.client.me().await.unwrap(), mei.account);
    assert!(events(&app, &mei).await.is_empty());
}

#[tokio::test]
async fn settings_have_defaults_and_keep_what_is_chosen_key_by_key() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let defaults = json!({"language": "system", "theme": "system", "find_by_phone": false, "find_by_email": false,
                          "who_may_add": "everyone", "last_seen": "contacts", "read_receipts": true, "presence": "online"});
    assert_eq!(get(&app, "/me/settings").by(&mei).send().await.json(), defaults);
    let mut expected = defaults.clone();
    for (key, value) in [
        ("language", json!("zh-CN")),
        ("theme", json!("dark")),
        ("find_by_phone", json!(true)),
        ("find_by_email", json!(true)),
        ("who_may_add", json!("nobody")),
        ("last_seen", json!("nobody")),
        ("read_receipts", json!(false)),
        ("presence", json!("do_not_disturb")),
    ] {
        expected[key] = value.clone();
        assert_eq!(choose(&app, &mei, json!({ key: value })).await.json(), expected);
    }
    assert_eq!(get(&app, "/me/settings").by(&mei).send().await.json(), expected);
    assert_eq!(get(&app, "/me/settings").by(&tom).send().await.json(), defaults);
    for bad in [
        json!({"language": "fr"}),
        json!({"theme": true}),
        json!({"read_receipts": "on"}),
        json!({"last_seen": ["nobody"]}),
        json!({"unknown": 1}),
    ] {
        let answer = choose(&app, &mei, bad.clone()).await;
        assert_eq!(answer.refusal(), (400, "request.invalid".to_owned()), "{bad}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn other_devices_hear_of_a_change_and_not_of_none() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    change(&app, &mei, json!({"signature": "x"})).await;
    change(&app, &mei, json!({"signature": "x"})).await;
    change(&app, &mei, json!({})).await;
    choose(&app, &mei, json!({"theme": "dark"})).await;
    choose(&app, &mei, json!({"theme": "dark"})).await;
    assert_eq!(events(&app, &mei).await, ["Profile", "Settings"]);
    assert!(events(&app, &tom).await.is_empty());
}
