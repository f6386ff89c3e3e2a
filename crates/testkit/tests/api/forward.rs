//! Messages that are sent on.

use kamachat_client::new_client_msg_id;
use kamachat_domain::ids::{ClientMsgId, ConversationId};
use kamachat_protocol::messages::{ForwardMessages, ForwardedTo, Message, MessagePlace};
use kamachat_testkit::app::{Person, TestApp};
use serde_json::{Value, json};

use crate::wire::post;

/// mei with a chat with tom, one with ann, and a group of the three.
struct Scene {
    app: TestApp,
    mei: Person,
    tom: Person,
    ann: Person,
    with_tom: ConversationId,
    with_ann: ConversationId,
    group: ConversationId,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let (mei, tom, ann) =
            (app.register("mei").await, app.register("tom").await, app.register("ann").await);
        let (with_tom, with_ann) = (app.befriend(&mei, &tom).await, app.befriend(&mei, &ann).await);
        let people = [tom.account.id, ann.account.id];
        let group = mei.client.create_group("tea", &people).await.unwrap().id;
        Self { app, mei, tom, ann, with_tom, with_ann, group }
    }

    /// What is asked when mei sends on what is in the chat with tom.
    fn wish(&self, seqs: &[i64], to: &[ConversationId], merged: bool) -> ForwardMessages {
        let place = |seq: &i64| MessagePlace { conversation_id: self.with_tom, seq: *seq };
        ForwardMessages {
            messages: seqs.iter().map(place).collect(),
            to: to.to_vec(),
            client_msg_id: new_client_msg_id(),
            merged,
        }
    }

    async fn refusal(&self, who: &Person, wish: &ForwardMessages) -> (u16, String) {
        let wish = serde_json::to_value(wish).unwrap();
        let (status, code) = post(&self.app, "/messages/forward").by(who).json(&wish).send().await.refusal();
        (status, code)
    }
}

async fn say(person: &Person, chat: ConversationId, text: &str) -> i64 {
    person.client.send_text(chat, new_client_msg_id(), text).await.unwrap().message.seq
}

async fn forward(person: &Person, wish: &ForwardMessages) -> Vec<ForwardedTo> {
    person.client.forward(wish).await.unwrap().items
}

/// The messages of a chat that somebody wrote.
async fn written(person: &Person, chat: ConversationId) -> Vec<Message> {
    let all = person.client.messages_after(chat, 0).await.unwrap();
    all.into_iter().filter(|message| message.kind != "system").collect()
}

#[tokio::test]
async fn single_messages_come_in_their_order_and_say_that_they_were_sent_on() {
    let scene = Scene::new().await;
    let one = say(&scene.mei, scene.with_tom, "one").await;
    let two = say(&scene.tom, scene.with_tom, "two").await;
    let done = forward(&scene.mei, &scene.wish(&[two, one], &[scene.with_ann, scene.group], false)).await;
    assert!(done.iter().all(|done| done.code.is_none() && done.messages.len() == 2), "{done:?}");
    for chat in [scene.with_ann, scene.group] {
        let got = written(&scene.ann, chat).await;
        let seen = |message: &Message| (message.body.text.clone(), message.body.forwarded, message.sender.id);
        let me = scene.mei.account.id;
        let seen: Vec<_> = got.iter().map(seen).collect();
        assert_eq!(seen, [("two".to_owned(), true, me), ("one".to_owned(), true, me)]);
    }
    let original = written(&scene.mei, scene.with_tom).await;
    assert!(original.iter().all(|message| !message.body.forwarded));
}

#[tokio::test]
async fn merged_they_are_one_message_that_stays_as_it_was() {
    let scene = Scene::new().await;
    let one = say(&scene.mei, scene.with_tom, "one").await;
    let two = say(&scene.tom, scene.with_tom, "two").await;
    forward(&scene.mei, &scene.wish(&[one, two], &[scene.with_ann], true)).await;
    scene.mei.client.recall_message(scene.with_tom, one).await.unwrap();
    let got = written(&scene.ann, scene.with_ann).await;
    let [only] = got.as_slice() else { panic!("{got:?}") };
    assert_eq!((only.kind.as_str(), only.body.forwarded), ("merged", true));
    let items: Vec<_> =
        only.body.items.iter().map(|item| (item.sender.as_str(), item.text.as_str())).collect();
    assert_eq!(items, [("mei", "one"), ("tom", "two")]);
    assert_eq!(scene.ann.client.conversation(scene.with_ann).await.unwrap().unread, 1);
    // And on from there.
    let wish = ForwardMessages {
        messages: vec![MessagePlace { conversation_id: scene.with_ann, seq: only.seq }],
        to: vec![scene.group],
        client_msg_id: new_client_msg_id(),
        merged: false,
    };
    forward(&scene.ann, &wish).await;
    assert_eq!(written(&scene.tom, scene.group).await[0].body.items, only.body.items);
}

#[tokio::test]
async fn what_was_merged_before_comes_as_its_parts() {
    let scene = Scene::new().await;
    let one = say(&scene.mei, scene.with_tom, "one").await;
    let two = say(&scene.tom, scene.with_tom, "two").await;
    let done = forward(&scene.mei, &scene.wish(&[one, two], &[scene.with_tom], true)).await;
    let three = say(&scene.mei, scene.with_tom, "three").await;
    let wish = scene.wish(&[done[0].messages[0].seq, three], &[scene.with_ann], true);
    forward(&scene.mei, &wish).await;
    let got = written(&scene.ann, scene.with_ann).await;
    let [only] = got.as_slice() else { panic!("{got:?}") };
    let items: Vec<_> =
        only.body.items.iter().map(|item| (item.sender.as_str(), item.text.as_str())).collect();
    assert_eq!(items, [("mei", "one"), ("tom", "two"), ("mei", "three")]);
    assert!(only.body.items.iter().all(|item| item.kind == "text"));
}

#[tokio::test]
async fn merging_what_was_merged_keeps_the_limits() {
    let scene = Scene::new().await;
    let mut seqs = Vec::new();
    for n in 0..51 {
        seqs.push(say(&scene.mei, scene.with_tom, &format!("{n}")).await);
    }
    let mut merged = Vec::new();
    for _ in 0..2 {
        let done = forward(&scene.mei, &scene.wish(&seqs, &[scene.with_tom], true)).await;
        merged.push(done[0].messages[0].seq);
    }
    let refused = scene.refusal(&scene.mei, &scene.wish(&merged, &[scene.with_ann], true)).await;
    assert_eq!(refused, (413, "message.too_long".to_owned()));
}

#[tokio::test]
async fn a_retry_sends_nothing_twice() {
    let scene = Scene::new().await;
    let one = say(&scene.mei, scene.with_tom, "one").await;
    let wish = scene.wish(&[one], &[scene.with_ann, scene.with_ann, scene.group], false);
    let (first, again) = tokio::join!(forward(&scene.mei, &wish), forward(&scene.mei, &wish));
    let ids = |done: &[ForwardedTo]| -> Vec<ClientMsgId> {
        done.iter().flat_map(|done| done.messages.iter().map(|message| message.client_msg_id)).collect()
    };
    assert_eq!((ids(&first).len(), ids(&first)), (2, ids(&again)));
    assert_eq!(written(&scene.ann, scene.with_ann).await.len(), 1);
}

#[tokio::test]
async fn only_what_one_sees_is_sent_on() {
    let scene = Scene::new().await;
    let said = say(&scene.mei, scene.with_tom, "one").await;
    let [gone, hidden] =
        [say(&scene.mei, scene.with_tom, "x").await, say(&scene.mei, scene.with_tom, "y").await];
    scene.mei.client.recall_message(scene.with_tom, gone).await.unwrap();
    scene.mei.client.delete_message_for_me(scene.with_tom, hidden).await.unwrap();
    let nothing = (404, "not_found".to_owned());
    for seqs in [[said, gone], [said, hidden], [said, 99], [said, 0], [-1, said]] {
        for merged in [true, false] {
            let wish = scene.wish(&seqs, &[scene.group], merged);
            assert_eq!(scene.refusal(&scene.mei, &wish).await, nothing, "{seqs:?}");
        }
    }
    let stolen = scene.wish(&[said], &[scene.with_ann], true);
    assert_eq!(scene.refusal(&scene.ann, &stolen).await, nothing, "another's chat");
    let events = ForwardMessages {
        messages: vec![MessagePlace { conversation_id: scene.group, seq: 1 }],
        ..scene.wish(&[], &[scene.with_ann], false)
    };
    assert_eq!(scene.refusal(&scene.mei, &events).await, nothing, "the server wrote it");
    assert!(written(&scene.ann, scene.with_ann).await.is_empty());
}

#[tokio::test]
async fn a_target_that_refuses_keeps_nothing_from_the_others() {
    let scene = Scene::new().await;
    let said = say(&scene.mei, scene.with_tom, "one").await;
    scene.ann.client.leave_group(scene.group).await.unwrap();
    let wish = ForwardMessages {
        messages: vec![MessagePlace { conversation_id: scene.with_tom, seq: said }],
        ..scene.wish(&[], &[scene.group, scene.with_tom, kamachat_testkit::contracts::fixtures::id()], false)
    };
    let done = forward(&scene.tom, &wish).await;
    let code = |chat| done.iter().find(|done| done.conversation_id == chat).unwrap().code.clone();
    assert_eq!((code(scene.group), code(scene.with_tom)), (None, None));
    assert_eq!(code(wish.to[2]).as_deref(), Some("message.not_member"));
}

#[tokio::test]
async fn bad_input_is_refused() {
    let scene = Scene::new().await;
    let seq = say(&scene.mei, scene.with_tom, "one").await;
    let place = json!({"conversation_id": scene.with_tom, "seq": seq});
    let base = json!({"messages": [place], "to": [scene.group], "client_msg_id": new_client_msg_id()});
    let with = |field: &str, value: Value| {
        let mut wish = base.clone();
        wish[field] = value;
        wish
    };
    for wish in [
        with("messages", json!([])),
        with("messages", json!(vec![place.clone(); 101])),
        with("messages", json!([{"conversation_id": scene.with_tom, "seq": "1"}])),
        with("messages", json!([{"conversation_id": scene.with_tom, "seq": 1, "x": 1}])),
        with("to", json!([])),
        with("to", json!(vec![scene.group; 21])),
        with("client_msg_id", json!("x")),
        with("merged", json!("yes")),
        with("sender_id", json!(scene.tom.account.id)),
    ] {
        let answer = post(&scene.app, "/messages/forward").by(&scene.mei).json(&wish).send().await;
        assert_eq!(answer.status, 400, "{wish}");
    }
    let answer = post(&scene.app, "/messages/forward").by(&scene.mei).json(&base).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}
