//! Who may write to a person that does not have him as a contact.

use kamachat_client::new_client_msg_id;
use kamachat_domain::ids::ConversationId;
use kamachat_testkit::app::{Person, TestApp};

async fn app(strangers: &str) -> (TestApp, Person, Person) {
    let app = TestApp::with(&[("KAMA__CONTACTS__STRANGERS", strangers)]).await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    (app, mei, tom)
}

async fn send(by: &Person, chat: ConversationId) -> Result<(), String> {
    let sent = by.client.send_text(chat, new_client_msg_id(), "hi").await;
    sent.map(drop).map_err(|error| error.code().unwrap_or_default().to_owned())
}

fn refused(code: &str) -> Result<(), String> {
    Err(code.to_owned())
}

#[tokio::test]
async fn off_keeps_strangers_out_also_those_who_became_strangers() {
    let (app, mei, tom) = app("off").await;
    let stranger = mei.client.open_direct(tom.account.id).await.unwrap_err();
    assert_eq!(stranger.code(), Some("conversation.not_contacts"));
    let chat = app.befriend(&mei, &tom).await;
    send(&tom, chat).await.unwrap();
    mei.client.delete_contact(tom.account.id).await.unwrap();
    assert_eq!(send(&tom, chat).await, refused("message.refused"));
    // She is still in his list, so she may write to him, and read what was.
    send(&mei, chat).await.unwrap();
    assert_eq!(mei.client.conversation(chat).await.unwrap().last_seq, 2);
    assert_eq!(send(&tom, chat).await, refused("message.refused"));
    mei.client.request_friend(tom.account.id, "").await.unwrap();
    send(&tom, chat).await.unwrap();
}

#[tokio::test]
async fn limited_lets_three_messages_through_until_there_is_an_answer() {
    let (_app, mei, tom) = app("limited").await;
    let chat = mei.client.open_direct(tom.account.id).await.unwrap().id;
    for _ in 0..3 {
        send(&mei, chat).await.unwrap();
    }
    assert_eq!(send(&mei, chat).await, refused("message.unanswered"));
    assert_eq!(tom.client.open_direct(mei.account.id).await.unwrap().id, chat);
    send(&tom, chat).await.unwrap();
    for _ in 0..5 {
        send(&mei, chat).await.unwrap();
    }
}

#[tokio::test]
async fn many_messages_at_once_are_still_three() {
    let (_app, mei, tom) = app("limited").await;
    let chat = mei.client.open_direct(tom.account.id).await.unwrap().id;
    let sent = futures_util::future::join_all((0..12).map(|_| send(&mei, chat))).await;
    assert_eq!(sent.iter().filter(|each| each.is_ok()).count(), 3);
    assert_eq!(tom.client.conversation(chat).await.unwrap().last_seq, 3);
}

#[tokio::test]
async fn limited_begins_anew_when_a_contact_is_deleted_and_ends_with_friendship() {
    let (app, mei, tom) = app("limited").await;
    let chat = app.befriend(&mei, &tom).await;
    send(&mei, chat).await.unwrap();
    send(&tom, chat).await.unwrap();
    mei.client.delete_contact(tom.account.id).await.unwrap();
    for _ in 0..3 {
        send(&tom, chat).await.unwrap();
    }
    assert_eq!(send(&tom, chat).await, refused("message.unanswered"));
    mei.client.request_friend(tom.account.id, "").await.unwrap();
    send(&tom, chat).await.unwrap();
}

#[tokio::test]
async fn open_lets_everybody_write_but_who_is_blocked() {
    let (app, mei, tom) = app("open").await;
    let eve = app.register("eve").await;
    let chat = mei.client.open_direct(tom.account.id).await.unwrap().id;
    for _ in 0..5 {
        send(&mei, chat).await.unwrap();
    }
    tom.client.block(mei.account.id).await.unwrap();
    assert_eq!(send(&mei, chat).await, refused("message.refused"));
    tom.client.block(eve.account.id).await.unwrap();
    let kept_away = eve.client.open_direct(tom.account.id).await.unwrap_err();
    assert_eq!(kept_away.code(), Some("conversation.not_contacts"));
}
