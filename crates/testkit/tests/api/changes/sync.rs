//! Who was away, or came later.

use std::collections::BTreeMap;

use kamachat_client::{Event, ResumeOptions, Resuming};
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::{
    frames::{ClientFrame, ServerFrame},
    messages::{Message, TextBody},
};
use kamachat_testkit::app::{Person, TestApp};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use tokio::time::timeout;

use super::{PATIENCE, fetch, group, last_rev, next_change, pair, say};

/// Messages of each case, which random acts change.
const MESSAGES: i64 = 6;
const CASES: usize = 64;

#[derive(Clone, Copy, Debug)]
enum Act {
    Edit(i64, u8),
    Recall(i64),
    React(i64, bool, u8),
    Unreact(i64, bool, u8),
    Pin(i64, bool),
    Hide(i64),
}

fn act() -> impl Strategy<Value = Act> {
    let seq = 0..MESSAGES;
    prop_oneof![
        3 => (seq.clone(), any::<u8>()).prop_map(|(seq, n)| Act::Edit(seq, n)),
        1 => seq.clone().prop_map(Act::Recall),
        4 => (seq.clone(), any::<bool>(), 0..4_u8).prop_map(|(seq, who, n)| Act::React(seq, who, n)),
        2 => (seq.clone(), any::<bool>(), 0..4_u8).prop_map(|(seq, who, n)| Act::Unreact(seq, who, n)),
        2 => (seq.clone(), any::<bool>()).prop_map(|(seq, on)| Act::Pin(seq, on)),
        1 => seq.prop_map(Act::Hide),
    ]
}

/// Does it; what is refused changes nothing.
async fn perform(act: Act, (mei, tom): (&Person, &Person), chat: ConversationId, first: i64) {
    let emoji = |n: u8| ["👍", "❤️", "😂", "🎉"][usize::from(n)];
    let who = |mine: bool| if mine { mei } else { tom };
    match act {
        Act::Edit(at, n) => {
            let version = fetch(mei, chat, first + at).await.changes.version;
            mei.client.edit_message(chat, first + at, &n.to_string(), version).await.ok();
        }
        Act::Recall(at) => {
            mei.client.recall_message(chat, first + at).await.ok();
        }
        Act::React(at, mine, n) => {
            who(mine).client.react(chat, first + at, emoji(n), true).await.ok();
        }
        Act::Unreact(at, mine, n) => {
            who(mine).client.react(chat, first + at, emoji(n), false).await.ok();
        }
        Act::Pin(at, on) => {
            tom.client.pin_message(chat, first + at, on).await.ok();
        }
        Act::Hide(at) => tom.client.delete_message_for_me(chat, first + at).await.ok().unwrap_or_default(),
    }
}

async fn snapshot(person: &Person, chat: ConversationId, first: i64) -> BTreeMap<i64, Message> {
    let all = person.client.messages_after(chat, first - 1).await.unwrap();
    all.into_iter().map(|message| (message.seq, message)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_snapshot_and_its_changes_are_a_fresh_one() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let mut runner = TestRunner::new(Config::default());
    let acts = prop::collection::vec(act(), 1..14);
    for case in 0..CASES {
        let first = say(&mei, chat, "0").await.seq;
        for n in 1..MESSAGES {
            say(&mei, chat, &n.to_string()).await;
        }
        let acts = acts.new_tree(&mut runner).unwrap().current();
        let half = acts.len() / 2;
        for act in &acts[..half] {
            perform(*act, (&mei, &tom), chat, first).await;
        }
        let mut known = [snapshot(&mei, chat, first).await, snapshot(&tom, chat, first).await];
        let since = last_rev(&mei, chat).await;
        for act in &acts[half..] {
            perform(*act, (&mei, &tom), chat, first).await;
        }
        for (known, person) in known.iter_mut().zip([&mei, &tom]) {
            let changes = person.client.changes(chat, since).await.unwrap();
            let revs: Vec<_> = changes.items.iter().filter_map(|message| message.rev).collect();
            assert!(revs.is_sorted() && revs.iter().all(|rev| *rev > since), "{case}: {acts:?}");
            assert_eq!((changes.last_rev, changes.more), (last_rev(person, chat).await, false));
            known.extend(changes.items.into_iter().map(|message| (message.seq, message)));
            let fresh = snapshot(person, chat, first).await;
            // What was deleted for oneself comes over the account feed.
            known.retain(|seq, _| fresh.contains_key(seq));
            assert_eq!(*known, fresh, "{case}: {acts:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_came_later_hears_nothing_of_what_was_before() {
    let app = TestApp::start().await;
    let (tea, owner, _) = group(&app, 1).await;
    let before = say(&owner, tea, "among us").await;
    let late = app.register("late").await;
    app.befriend(&owner, &late).await;
    owner.client.add_members(tea, &[late.account.id]).await.unwrap();
    let after = say(&owner, tea, "hello all").await;
    let mut socket = late.client.connect().await.unwrap();
    owner.client.edit_message(tea, before.seq, "only among us", 0).await.unwrap();
    owner.client.edit_message(tea, after.seq, "hello to all", 0).await.unwrap();
    let (rev, message) = next_change(&mut socket).await;
    assert_eq!((rev, message.seq), (2, after.seq), "the first change is not for him");
    let changes = late.client.changes(tea, 0).await.unwrap();
    assert_eq!((changes.items, changes.last_rev), (vec![message], 2));
    for refused in [
        late.client.react(tea, before.seq, "👍", true).await.err(),
        late.client.recall_message(tea, before.seq).await.err(),
        late.client.earlier_texts(tea, before.seq).await.err(),
        late.client.delete_message_for_me(tea, before.seq).await.err(),
    ] {
        assert_eq!(refused.unwrap().code(), Some("not_found"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_was_away_is_told_what_changed_meanwhile() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let sent = say(&mei, chat, "one").await;
    mei.client.edit_message(chat, sent.seq, "two", 0).await.unwrap();
    let options = ResumeOptions {
        after: [(chat, sent.seq)].into(),
        after_rev: [(chat, 0)].into(),
        ..ResumeOptions::default()
    };
    let mut resumed = Resuming::start(&tom.client, options).await.unwrap();
    for expected in [(1, "two"), (2, "three")] {
        let changed = async {
            loop {
                if let Event::Changed(message) = resumed.recv().await.unwrap() {
                    return message;
                }
            }
        };
        let changed = timeout(PATIENCE, changed).await.unwrap();
        assert_eq!((changed.rev.unwrap(), changed.body.text.as_str()), expected);
        mei.client.edit_message(chat, sent.seq, "three", 1).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_socket_does_what_rest_does() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let seq = say(&mei, chat, "one").await.seq;
    let mut socket = mei.client.connect().await.unwrap();
    let (id, reference) = (chat, Some("r".to_owned()));
    let body = TextBody { text: "two".into() };
    let frames = [
        ClientFrame::EditMessage { reference: reference.clone(), conversation_id: id, seq, body, version: 0 },
        ClientFrame::React { reference: reference.clone(), conversation_id: id, seq, emoji: "👍".into() },
        ClientFrame::Unreact { reference: reference.clone(), conversation_id: id, seq, emoji: "👍".into() },
        ClientFrame::Pin { reference: reference.clone(), conversation_id: id, seq, on: true },
        ClientFrame::RecallMessage { reference: reference.clone(), conversation_id: id, seq },
        ClientFrame::DeleteForMe { reference: reference.clone(), conversation_id: id, seq },
        ClientFrame::React { reference: reference.clone(), conversation_id: id, seq, emoji: "no".into() },
        ClientFrame::Changes { reference: reference.clone(), conversation_id: id, since: 0 },
    ];
    let mut answers = Vec::new();
    for frame in frames {
        socket.send(&frame).await.unwrap();
        let answer = async {
            loop {
                match socket.recv().await.unwrap() {
                    ServerFrame::ChangeAck { reference: Some(_), rev, .. } => return format!("{rev:?}"),
                    ServerFrame::Error { reference: Some(_), code, .. } => return code,
                    ServerFrame::Changes { items, last_rev, .. } => {
                        return format!("{} {last_rev}", items.len());
                    }
                    _ => {}
                }
            }
        };
        answers.push(timeout(PATIENCE, answer).await.unwrap());
    }
    let told =
        ["Some(1)", "Some(2)", "Some(3)", "Some(4)", "Some(5)", "None", "message.emoji_invalid", "0 5"];
    assert_eq!(answers, told);
    assert!(fetch(&tom, chat, seq).await.changes.recalled);
}
