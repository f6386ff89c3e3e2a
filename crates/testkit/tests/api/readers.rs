//! Who has read a message.

use kamachat_client::new_client_msg_id;
use kamachat_domain::ids::ConversationId;
use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use serde_json::json;

use crate::wire::{call, get};

/// A group of mei, tom and ann.
async fn group() -> (TestApp, ConversationId, [Person; 3]) {
    let app = TestApp::start().await;
    let (mei, tom, ann) = (app.register("mei").await, app.register("tom").await, app.register("ann").await);
    app.befriend(&mei, &tom).await;
    app.befriend(&mei, &ann).await;
    let id = mei.client.create_group("tea", &[tom.account.id, ann.account.id]).await.unwrap().id;
    (app, id, [mei, tom, ann])
}

async fn say(person: &Person, chat: ConversationId) -> i64 {
    person.client.send_text(chat, new_client_msg_id(), "hi").await.unwrap().message.seq
}

async fn keep_to_oneself(app: &TestApp, person: &Person) {
    let setting = json!({"read_receipts": false});
    let answer = call(app, Method::PUT, "/me/settings").by(person).json(&setting).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

/// Whether it is told, of how many, and who read it.
async fn readers(person: &Person, chat: ConversationId, seq: i64) -> (bool, i64, Vec<String>) {
    let readers = person.client.message_readers(chat, seq).await.unwrap();
    (readers.told, readers.of, readers.readers.into_iter().map(|reader| reader.username).collect())
}

fn told(of: i64, names: &[&str]) -> (bool, i64, Vec<String>) {
    (true, of, names.iter().map(|name| (*name).to_owned()).collect())
}

#[tokio::test]
async fn readers_are_named_as_they_read() {
    let (_app, chat, [mei, tom, ann]) = group().await;
    let seq = say(&mei, chat).await;
    assert_eq!(readers(&mei, chat, seq).await, told(2, &[]));
    tom.client.mark_read(chat, seq).await.unwrap();
    assert_eq!(readers(&mei, chat, seq).await, told(2, &["tom"]));
    ann.client.mark_read(chat, seq).await.unwrap();
    let (_, _, mut names) = readers(&mei, chat, seq).await;
    names.sort();
    assert_eq!(names, ["ann", "tom"]);
    ann.client.leave_group(chat).await.unwrap();
    assert_eq!(readers(&mei, chat, seq).await, told(1, &["tom"]));
}

#[tokio::test]
async fn who_keeps_it_to_himself_is_not_named_and_learns_nothing() {
    let (app, chat, [mei, tom, ann]) = group().await;
    keep_to_oneself(&app, &tom).await;
    let seq = say(&mei, chat).await;
    tom.client.mark_read(chat, seq).await.unwrap();
    ann.client.mark_read(chat, seq).await.unwrap();
    assert_eq!(readers(&mei, chat, seq).await, told(2, &["ann"]));
    assert_eq!(readers(&tom, chat, seq).await, (false, 0, vec![]));
}

#[tokio::test]
async fn a_direct_chat_has_one_reader() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let seq = say(&mei, chat).await;
    assert_eq!(readers(&mei, chat, seq).await, told(1, &[]));
    tom.client.mark_read(chat, seq).await.unwrap();
    assert_eq!(readers(&mei, chat, seq).await, told(1, &["tom"]));
}

#[tokio::test]
async fn only_who_sees_a_message_learns_who_read_it() {
    let (app, chat, [mei, tom, _]) = group().await;
    let seq = say(&mei, chat).await;
    tom.client.delete_message_for_me(chat, seq).await.unwrap();
    let late = app.register("late").await;
    app.befriend(&mei, &late).await;
    mei.client.add_members(chat, &[late.account.id]).await.unwrap();
    let stranger = app.register("stranger").await;
    let path = |seq: &str| format!("/conversations/{chat}/messages/{seq}/readers");
    for (who, seq) in [(&tom, seq), (&stranger, seq), (&mei, seq + 99), (&mei, 0), (&mei, -1)] {
        let answer = get(&app, &path(&seq.to_string())).by(who).send().await;
        assert_eq!(answer.refusal(), (404, "not_found".to_owned()), "{seq}");
    }
    assert_eq!(get(&app, &path("first")).by(&mei).send().await.status, 400);
    let seq = say(&mei, chat).await;
    assert_eq!(readers(&late, chat, seq).await, told(3, &[]));
}
