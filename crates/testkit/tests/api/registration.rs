//! Who may register, and what an operator can do about it.

use kamachat_bootstrap::{Config, Sources, operator};
use kamachat_testkit::app::{PASSWORD, TestApp};
use serde_json::{Value, json};

use crate::wire::{Answer, get, post};

const INVITE: (&str, &str) = ("KAMA__AUTH__REGISTRATION", "invite");
const CLOSED: (&str, &str) = ("KAMA__AUTH__REGISTRATION", "closed");

fn register(app: &TestApp, name: &str, code: Option<&str>) -> impl Future<Output = Answer> {
    post(app, "/auth/register")
        .json(&json!({"username": name, "password": PASSWORD, "invite_code": code}))
        .send()
}

async fn policy(app: &TestApp) -> Value {
    let answer = get(app, "/auth/policy").send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()
}

fn refused(code: &str) -> (u16, String) {
    (403, code.to_owned())
}

#[tokio::test]
async fn the_policy_says_what_to_ask_for() {
    let app = TestApp::start().await;
    let open = json!({"registration": "open", "setup_code_required": false, "password_min_length": 8,
                      "mail": false, "sms": null});
    assert_eq!(policy(&app).await, open);

    let app = TestApp::with(&[CLOSED, ("KAMA__SERVER__PUBLIC_ORIGIN", "https://chat.example.org")]).await;
    let first = json!({"registration": "open", "setup_code_required": true, "password_min_length": 8,
                       "mail": false, "sms": null});
    assert_eq!(policy(&app).await, first);
    let code = std::fs::read_to_string(app.data_dir().join("keys/setup-code")).unwrap();
    let body = json!({"username": "mei", "password": PASSWORD, "setup_code": code});
    assert_eq!(post(&app, "/auth/register").json(&body).send().await.status, 201);
    let closed = json!({"registration": "closed", "setup_code_required": false, "password_min_length": 8,
                        "mail": false, "sms": null});
    assert_eq!(policy(&app).await, closed);
}

#[tokio::test]
async fn a_closed_server_takes_its_first_account_and_no_other() {
    let app = TestApp::with(&[CLOSED]).await;
    assert_eq!(register(&app, "mei", None).await.json()["user"]["role"], "admin");
    // A name that is taken looks like any other: nobody finds out who is here.
    for name in ["tom", "mei"] {
        assert_eq!(register(&app, name, None).await.refusal(), refused("account.registration_closed"));
        assert_eq!(register(&app, name, Some("x")).await.refusal(), refused("account.registration_closed"));
    }
}

#[tokio::test]
async fn an_invite_code_is_good_as_often_as_it_says() {
    let app = TestApp::with(&[INVITE]).await;
    assert_eq!(register(&app, "mei", None).await.status, 201);
    assert_eq!(policy(&app).await["registration"], "invite");
    let (code, _) = app.services().accounts.create_invite(2, 7).await.unwrap();
    let code = code.to_string();
    for name in ["tom", "mei"] {
        assert_eq!(register(&app, name, None).await.refusal(), refused("account.invite_required"));
        let answer = register(&app, name, Some("AAAA-AAAA-AAAA-AAAA")).await;
        assert_eq!(answer.refusal(), refused("account.invite_invalid"));
        assert_eq!(answer.json()["errors"]["invite_code"], "account.invite_invalid");
    }
    // A registration that fails for another reason uses nothing up.
    for _ in 0..3 {
        assert_eq!(register(&app, "mei", Some(&code)).await.refusal().1, "account.username_taken");
    }
    let typed = code.to_lowercase().replace('-', " ");
    assert_eq!(register(&app, "tom", Some(&typed)).await.status, 201);
    assert_eq!(register(&app, "ann", Some(&code)).await.json()["user"]["role"], "user");
    assert_eq!(register(&app, "eve", Some(&code)).await.refusal(), refused("account.invite_invalid"));
}

#[tokio::test]
async fn many_who_use_the_last_of_a_code_at_once_are_one() {
    let app = TestApp::with(&[INVITE]).await;
    register(&app, "mei", None).await;
    let (code, _) = app.services().accounts.create_invite(1, 1).await.unwrap();
    let code = code.to_string();
    let names = ["a01", "a02", "a03", "a04", "a05", "a06"];
    let tries = names.map(|name| register(&app, name, Some(&code)));
    let answers = futures_util::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        assert_eq!(answer.refusal(), refused("account.invite_invalid"));
    }
}

fn config(app: &TestApp) -> Config {
    let set = |key: &str, value: String| (key.to_owned(), value);
    let environment = vec![
        set("KAMA__DATA_DIR", app.data_dir().display().to_string()),
        set("KAMA__AUTH__BCRYPT_COST", "4".to_owned()),
    ];
    Config::load(&Sources { environment, ..Sources::default() }).unwrap()
}

async fn role(app: &TestApp, name: &str, password: &str) -> Value {
    let body = json!({"login": name, "password": password});
    post(app, "/auth/login").json(&body).send().await.json()["user"]["role"].clone()
}

#[tokio::test]
async fn an_invite_made_beside_a_running_server_is_taken() {
    let app = TestApp::with(&[INVITE]).await;
    register(&app, "mei", None).await;
    let (code, _) = operator::create_invite(&config(&app), 1, 1).await.unwrap();
    assert_eq!(register(&app, "tom", Some(&code.to_string())).await.status, 201);
    let refused = operator::create_invite(&config(&app), 0, 1).await.unwrap_err().to_string();
    assert!(refused.contains("1 to 1000 accounts"), "{refused}");
}

#[tokio::test]
async fn an_administrator_is_made_and_promoted_while_no_server_runs() {
    let mut app = TestApp::with(&[CLOSED]).await;
    let config = config(&app);
    let (mei, tom) = (app.register("mei").await, operator::create_admin(&config, "tom", None).await);
    let running = tom.unwrap_err().to_string();
    assert!(running.contains("in use by another kamachat"), "{running}");

    app.stop().await;
    let made = operator::create_admin(&config, "tom", None).await.unwrap();
    let password = made.generated.unwrap().0;
    assert!(made.appointed.created && password.len() >= 16);
    let given = operator::create_admin(&config, "ann", Some(PASSWORD.to_owned())).await.unwrap();
    assert!(given.appointed.created && given.generated.is_none());
    let promoted = operator::create_admin(&config, "ANN", None).await.unwrap();
    assert!(!promoted.appointed.created && promoted.generated.is_none());
    let renewed = operator::create_admin(&config, "mei", Some("another password".into())).await.unwrap();
    assert!(!renewed.appointed.created);
    for (name, password) in
        [("x", None), ("bob", Some("short".to_owned())), ("bob", Some("password123".to_owned()))]
    {
        assert!(operator::create_admin(&config, name, password).await.is_err(), "{name}");
    }

    app.restart().await;
    assert_eq!(role(&app, "tom", &password).await, "admin");
    assert_eq!(role(&app, "ann", PASSWORD).await, "admin");
    assert_eq!(role(&app, "mei", "another password").await, "admin");
    // Her old password and what was signed in with it are over.
    assert_eq!(role(&app, "mei", PASSWORD).await, Value::Null);
    assert_eq!(get(&app, "/me").by(&mei).send().await.refusal().1, "auth.unauthenticated");
}
