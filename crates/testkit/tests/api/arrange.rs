//! How somebody keeps his conversations: pinned, silent, put aside, marked, and what is being written.

use kamachat_client::new_client_msg_id;
use kamachat_domain::{conversations::Notify, ids::ConversationId};
use kamachat_protocol::{
    conversations::{Conversation, ConversationChange, NewDraft},
    messages::{ForwardMessages, MessagePlace, NewMessage},
};
use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use serde_json::json;

use crate::wire::call;

async fn keep(person: &Person, chat: ConversationId, change: ConversationChange) -> Conversation {
    person.client.change_conversation(chat, &change).await.unwrap()
}

async fn say(person: &Person, chat: ConversationId, text: &str) {
    person.client.send_text(chat, new_client_msg_id(), text).await.unwrap();
}

async fn seen(person: &Person, chat: ConversationId) -> Conversation {
    person.client.conversation(chat).await.unwrap()
}

fn plain() -> ConversationChange {
    ConversationChange::default()
}

fn draft(text: &str) -> ConversationChange {
    ConversationChange { draft: Some(Some(NewDraft { text: text.into(), reply_to: None })), ..plain() }
}

#[tokio::test]
async fn what_one_member_chooses_is_kept_and_the_other_does_not_see_it() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let change = ConversationChange { pinned: Some(true), notify: Some(Notify::Mentions), ..plain() };
    let kept = keep(&mei, chat, change).await;
    assert!(kept.settings.pinned);
    assert_eq!(kept.settings.notify, Notify::Mentions);
    assert_eq!(seen(&mei, chat).await.settings, kept.settings);
    let his = seen(&tom, chat).await.settings;
    assert!(!his.pinned);
    assert_eq!(his.notify, Notify::All);
    // What is left out stays.
    let kept = keep(&mei, chat, ConversationChange { pinned: Some(false), ..plain() }).await;
    assert_eq!((kept.settings.pinned, kept.settings.notify), (false, Notify::Mentions));
}

#[tokio::test]
async fn a_message_brings_back_what_was_put_aside() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    say(&tom, chat, "one").await;
    let aside = ConversationChange { archived: Some(true), hidden: Some(true), ..plain() };
    let kept = keep(&mei, chat, aside).await.settings;
    assert!(kept.archived && kept.hidden);
    assert_eq!(mei.client.unread_count().await.unwrap(), 0, "what is out of the list does not count");
    say(&tom, chat, "two").await;
    let back = seen(&mei, chat).await.settings;
    assert!(!back.archived && !back.hidden);
    assert_eq!(mei.client.unread_count().await.unwrap(), 2);
    let quiet = ConversationChange { archived: Some(true), notify: Some(Notify::None), ..plain() };
    keep(&mei, chat, quiet).await;
    say(&tom, chat, "three").await;
    let kept = seen(&mei, chat).await;
    assert!(kept.settings.archived, "a silent one stays");
    assert_eq!((kept.unread, mei.client.unread_count().await.unwrap()), (3, 0));
}

#[tokio::test]
async fn a_mark_ends_by_reading_and_a_draft_by_sending() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    say(&tom, chat, "one").await;
    let marked = ConversationChange { marked_unread: Some(true), ..draft("half a sent") };
    let kept = keep(&mei, chat, marked).await.settings;
    assert_eq!(kept.draft.as_ref().map(|draft| draft.text.as_str()), Some("half a sent"));
    mei.client.mark_read(chat, 1).await.unwrap();
    let read = seen(&mei, chat).await.settings;
    assert!(!read.marked_unread && read.draft.is_some());
    say(&mei, chat, "half a sentence").await;
    assert_eq!(seen(&mei, chat).await.settings.draft, None);
    // The last device that writes wins; blank text and null drop it.
    keep(&mei, chat, draft("from the phone")).await;
    let kept = keep(&mei, chat, draft("from the desk")).await.settings.draft.unwrap();
    assert_eq!(kept.text, "from the desk");
    assert_eq!(keep(&mei, chat, draft("  ")).await.settings.draft, None);
    keep(&mei, chat, draft("x")).await;
    assert_eq!(
        keep(&mei, chat, ConversationChange { draft: Some(None), ..plain() }).await.settings.draft,
        None
    );
    assert_eq!(seen(&tom, chat).await.settings.draft, None);
}

#[tokio::test]
async fn what_is_sent_on_or_shared_leaves_the_draft() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    say(&tom, chat, "one").await;
    keep(&mei, chat, draft("half a sent")).await;
    for merged in [true, false] {
        let one = MessagePlace { conversation_id: chat, seq: 1 };
        let wish = ForwardMessages {
            messages: vec![one],
            to: vec![chat],
            client_msg_id: new_client_msg_id(),
            merged,
        };
        assert_eq!(mei.client.forward(&wish).await.unwrap().items[0].messages.len(), 1);
        assert!(seen(&mei, chat).await.settings.draft.is_some(), "merged: {merged}");
    }
    let card = NewMessage {
        client_msg_id: new_client_msg_id(),
        kind: "card".into(),
        body: json!({"user_id": tom.account.id}),
        reply_to: None,
        mentions: None,
    };
    mei.client.send(chat, &card).await.unwrap();
    assert!(seen(&mei, chat).await.settings.draft.is_some());
    say(&mei, chat, "half a sentence").await;
    assert_eq!(seen(&mei, chat).await.settings.draft, None);
}

#[tokio::test]
async fn the_other_devices_are_told_once_and_not_when_nothing_changed() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let feed = async |person: &Person| person.client.connect().await.unwrap().welcome().useq;
    let (before, his) = (feed(&mei).await, feed(&tom).await);
    for _ in 0..3 {
        keep(&mei, chat, ConversationChange { pinned: Some(true), ..plain() }).await;
    }
    assert_eq!(feed(&mei).await, before + 1);
    let first = keep(&mei, chat, draft("half a sent")).await.settings.draft;
    for _ in 0..3 {
        assert_eq!(keep(&mei, chat, draft("half a sent")).await.settings.draft, first);
    }
    assert_eq!(feed(&mei).await, before + 2);
    assert_eq!(feed(&tom).await, his);
}

#[tokio::test]
async fn a_change_that_is_no_change_of_ones_own_is_refused() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let (eve, chat) = (app.register("eve").await, app.befriend(&mei, &tom).await);
    let patch = async |person: &Person, body: serde_json::Value| {
        let route = format!("/conversations/{chat}");
        call(&app, Method::PATCH, &route).by(person).json(&body).send().await
    };
    for bad in [
        json!({"pinned": "yes"}),
        json!({"notify": "sometimes"}),
        json!({"read_seq": 9}),
        json!({"draft": {"text": "x", "reply_to": 0}}),
        json!({"draft": {"text": "x", "by": "eve"}}),
        json!({"draft": {"text": "x".repeat(10_001)}}),
        json!({"draft": {"text": "a\u{0}b"}}),
        json!([]),
    ] {
        let answer = patch(&mei, bad.clone()).await;
        assert!(
            matches!(answer.status.as_u16(), 400 | 413 | 422),
            "{:.60}: {}",
            bad.to_string(),
            answer.status
        );
    }
    assert_eq!(patch(&eve, json!({"pinned": true})).await.refusal(), (404, "not_found".to_owned()));
    assert_eq!(patch(&mei, json!({})).await.status, 200);
}
