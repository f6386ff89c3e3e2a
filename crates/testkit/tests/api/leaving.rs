//! Leaving: a week to come back, then nothing is left but the places of messages.

use kamachat_testkit::app::{PASSWORD, Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::Connection;

use crate::{
    avatar::picture,
    wire::{Answer, call, get, post},
};

/// Lets the time come for jobs of a kind that wait for it.
pub(crate) async fn now(app: &TestApp, kind: &str) {
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let due = sqlx::query("UPDATE job SET next_at = 0 WHERE state = 1 AND kind = ?").bind(kind);
    assert!(due.execute(&mut database).await.unwrap().rows_affected() > 0, "no job of {kind} waits");
    database.close().await.unwrap();
}

pub(crate) async fn leave(app: &TestApp, person: &Person, password: &str) -> Answer {
    call(app, Method::DELETE, "/me").by(person).json(&json!({"password": password})).send().await
}

async fn login(app: &TestApp, name: &str, password: &str, restore: bool) -> Answer {
    let body = json!({"login": name, "password": password, "restore": restore});
    post(app, "/auth/login").json(&body).send().await
}

async fn history(app: &TestApp, chat: &str, person: &Person) -> Vec<Value> {
    let page = get(app, &format!("/conversations/{chat}/messages?limit=200")).by(person).send().await.json();
    page["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_is_signed_out_and_comes_back_by_saying_so() {
    let app = TestApp::start().await;
    app.register("root").await;
    let mei = app.register("mei").await;
    let phone = app.sign_in(&mei).await;
    let mut socket = phone.client.connect().await.unwrap();
    assert_eq!(
        leave(&app, &mei, "wrong password").await.refusal(),
        (403, "account.wrong_password".to_owned())
    );
    let left = leave(&app, &mei, PASSWORD).await;
    assert_eq!(left.status, 200, "{}", left.text);
    let erases_at = left.json()["erases_at"].clone();
    for device in [&mei, &phone] {
        assert_eq!(get(&app, "/me").by(device).send().await.status, 401);
    }
    let closed = async { while socket.recv().await.is_ok() {} };
    tokio::time::timeout(std::time::Duration::from_secs(10), closed).await.expect("the socket closes");

    // Only who has proved to be the owner hears of it.
    let wrong = login(&app, "mei", "wrong password", false).await;
    assert_eq!(wrong.refusal(), (401, "auth.wrong_credentials".to_owned()));
    let wrong = login(&app, "mei", "wrong password", true).await;
    assert_eq!(wrong.refusal(), (401, "auth.wrong_credentials".to_owned()));
    let asked = login(&app, "mei", PASSWORD, false).await;
    assert_eq!(asked.refusal(), (403, "account.deletion_pending".to_owned()));
    assert_eq!(asked.json()["erases_at"], erases_at);
    let taken = json!({"username": "mei", "password": PASSWORD});
    assert_eq!(post(&app, "/auth/register").json(&taken).send().await.code(), "account.username_taken");
    assert_eq!(login(&app, "mei", PASSWORD, true).await.status, 200);
    assert_eq!(login(&app, "mei", PASSWORD, false).await.status, 200);

    // The week goes by: the wish was taken back.
    now(&app, "account.purge").await;
    wait_until_idle(&app).await;
    assert_eq!(login(&app, "mei", PASSWORD, false).await.status, 200);
}

/// Until no job is due any more.
pub(crate) async fn wait_until_idle(app: &TestApp) {
    let file = app.data_dir().join("kamachat.db");
    let idle = async {
        loop {
            let mut database =
                sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
            let due = "SELECT COUNT(*) FROM job WHERE state = 1 AND (next_at = 0 OR attempts > 0)";
            let due: i64 = sqlx::query_scalar(due).fetch_one(&mut database).await.unwrap();
            database.close().await.unwrap();
            if due == 0 {
                break;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), idle).await.expect("in time");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays() {
    let app = TestApp::start().await;
    let (root, mei) = (app.register("root").await, app.register("mei").await);
    assert_eq!(leave(&app, &root, PASSWORD).await.refusal(), (409, "account.last_admin".to_owned()));
    app.services().accounts.appoint_admin("mei", None).await.unwrap();
    // Both at once: one of them has to stay.
    let (a, b) = tokio::join!(leave(&app, &root, PASSWORD), leave(&app, &mei, PASSWORD));
    let mut statuses = [a.status.as_u16(), b.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_account_leaves_tombstones_and_nothing_else() {
    let app = TestApp::start().await;
    let (root, mei, tom) = (app.register("root").await, app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    root.client.request_friend(mei.account.id, "hi").await.unwrap();
    for n in 0..130 {
        let who = if n % 3 == 0 { &tom } else { &mei };
        let id = kamachat_client::new_client_msg_id();
        who.client.send_text(chat, id, &format!("secret {n}")).await.unwrap();
    }
    let here = chat;
    mei.client.react(here, 1, "👍", true).await.unwrap();
    tom.client.react(here, 1, "👍", true).await.unwrap();
    mei.client.edit_message(here, 2, "another secret", 0).await.unwrap();
    tom.client.pin_message(here, 2, true).await.unwrap();
    let avatar = mei.client.set_avatar(picture([1, 2, 3], 64, 64)).await.unwrap().avatar.unwrap();
    mei.client.ask_export(PASSWORD, None).await.unwrap();
    crate::own_data::made(&mei).await;
    let chat = chat.to_string();
    let before = get(&app, &format!("/conversations/{chat}")).by(&tom).send().await.json();
    leave(&app, &mei, PASSWORD).await;
    assert_eq!(history(&app, &chat, &tom).await[1]["sender"]["name"], "mei");
    now(&app, "account.purge").await;
    wait_until_idle(&app).await;

    let messages = history(&app, &chat, &tom).await;
    assert_eq!(messages.len(), 130);
    for (message, n) in messages.iter().zip(0..) {
        assert_eq!(message["seq"], n + 1);
        let sender = &message["sender"];
        if n % 3 == 0 {
            assert_eq!(
                (&message["kind"], &message["body"]["text"]),
                (&json!("text"), &json!(format!("secret {n}")))
            );
        } else {
            assert_eq!((&message["kind"], &message["body"]["text"]), (&json!("deleted"), &json!("")));
            assert_eq!((&sender["name"], &sender["deleted"]), (&json!("Deleted account"), &json!(true)));
            assert!(message["rev"].as_i64().is_some_and(|rev| rev > 0));
        }
    }
    let left = &messages[0]["reactions"];
    assert_eq!((&left[0]["count"], &left[0]["users"]), (&json!(1), &json!([tom.account.id])));
    assert_eq!(tom.client.earlier_texts(here, 2).await.unwrap().items, []);
    assert_eq!(tom.client.pinned_messages(here).await.unwrap().items, []);
    let after = get(&app, &format!("/conversations/{chat}")).by(&tom).send().await.json();
    for field in ["last_seq", "last_cnt", "unread"] {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert_eq!(after["peer"]["name"], "Deleted account");
    for list in ["/contacts", "/friend-requests"] {
        for person in [&tom, &root] {
            assert_eq!(get(&app, list).by(person).send().await.json()["items"], json!([]), "{list}");
        }
    }
    let person = get(&app, &format!("/users/{}", mei.account.id)).by(&tom).send().await;
    assert_eq!(person.refusal(), (404, "not_found".to_owned()));
    assert_eq!(get(&app, &format!("/avatars/{avatar}/64")).by(&tom).send().await.status, 404);
    let closed =
        tom.client.send_text(chat.parse().unwrap(), kamachat_client::new_client_msg_id(), "still?").await;
    assert_eq!(closed.unwrap_err().code(), Some("message.conversation_closed"));

    assert_eq!(
        login(&app, "mei", PASSWORD, true).await.refusal(),
        (401, "auth.wrong_credentials".to_owned())
    );
    let again = app.register("mei").await;
    assert_ne!(again.account.id, mei.account.id);
    crate::avatar::wait_for(|| files(&app) == 0).await;
    assert!(!everything(&app).contains("secret 1\""), "no text of the erased is in a row");
}

/// Files that belong to somebody.
fn files(app: &TestApp) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
        entries
            .map(|entry| entry.unwrap().path())
            .map(|path| if path.is_dir() { count(&path) } else { 1 })
            .sum()
    }
    count(&app.data_dir().join("files"))
}

/// What the rows of messages say.
fn everything(app: &TestApp) -> String {
    let file = app.data_dir().join("kamachat.db");
    let bodies = async move {
        let mut database =
            sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
        let bodies: Vec<String> =
            sqlx::query_scalar("SELECT body FROM message").fetch_all(&mut database).await.unwrap();
        database.close().await.unwrap();
        bodies.concat()
    };
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(bodies))
}
