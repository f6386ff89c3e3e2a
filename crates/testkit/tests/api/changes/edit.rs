use kamachat_client::new_client_msg_id;
use kamachat_protocol::{groups::MemberChange, messages::NewMessage};
use kamachat_testkit::app::TestApp;

use super::{fetch, group, last_rev, next_change, pair, refusal, refused, say};

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_seen_by_all_and_the_texts_before_stay() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let sent = say(&mei, chat, "helo").await;
    let mut socket = tom.client.connect().await.unwrap();
    let edited = mei.client.edit_message(chat, sent.seq, "hello", 0).await.unwrap();
    assert_eq!((edited.body.text.as_str(), edited.rev, edited.changes.version), ("hello", Some(1), 1));
    assert!(edited.changes.edited_at.is_some());
    let (rev, pushed) = next_change(&mut socket).await;
    assert_eq!((rev, &pushed), (1, &edited));
    assert_eq!(fetch(&tom, chat, sent.seq).await, edited);
    // Again with the same words: the answer was lost, nothing happens.
    assert_eq!(mei.client.edit_message(chat, sent.seq, "hello", 0).await.unwrap(), edited);
    mei.client.edit_message(chat, sent.seq, "hello!", 1).await.unwrap();
    assert_eq!(last_rev(&tom, chat).await, 2);
    let texts = tom.client.earlier_texts(chat, sent.seq).await.unwrap().items;
    let texts: Vec<_> = texts.iter().map(|text| (text.version, text.text.as_str())).collect();
    assert_eq!(texts, [(0, "helo"), (1, "hello")]);
    // A retry of the first text is still known as the same message.
    let unread = tom.client.conversation(chat).await.unwrap().unread;
    assert_eq!(unread, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_edits_at_once_one_wins_and_the_other_hears_of_it() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let phone = app.sign_in(&mei).await;
    for n in 0..10 {
        let sent = say(&mei, chat, "start").await;
        let (a, b) = tokio::join!(
            mei.client.edit_message(chat, sent.seq, "desk", 0),
            phone.client.edit_message(chat, sent.seq, "phone", 0)
        );
        let (won, lost) = if a.is_ok() { (a, b) } else { (b, a) };
        assert_eq!(refusal(lost), refused(409, "message.edit_conflict"));
        assert_eq!(fetch(&tom, chat, sent.seq).await, won.unwrap());
        assert_eq!(last_rev(&tom, chat).await, n + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_wrote_a_text_edits_it_while_he_may_write() {
    let app = TestApp::start().await;
    let (tea, owner, people) = group(&app, 3).await;
    let [ann, bob, cat] = &people[..] else { panic!("three") };
    let stranger = app.register("stranger").await;
    let sent = say(ann, tea, "mine").await;
    let edit = async |who: &kamachat_testkit::app::Person, seq, version| {
        refusal(who.client.edit_message(tea, seq, "yours", version).await)
    };
    assert_eq!(edit(bob, sent.seq, 0).await, refused(403, "message.not_sender"));
    assert_eq!(edit(&owner, sent.seq, 0).await, refused(403, "message.not_sender"));
    assert_eq!(edit(&stranger, sent.seq, 0).await, refused(404, "not_found"));
    assert_eq!(edit(ann, sent.seq, 1).await, refused(409, "message.edit_conflict"));
    for seq in [0, -1, 999, i64::MAX] {
        assert_eq!(edit(ann, seq, 0).await, refused(404, "not_found"), "{seq}");
    }
    // What the server wrote.
    assert_eq!(edit(&owner, 1, 0).await, refused(409, "message.unchangeable"));
    let body = serde_json::json!({ "user_id": owner.account.id });
    let card = NewMessage {
        client_msg_id: new_client_msg_id(),
        kind: "card".into(),
        body,
        reply_to: None,
        mentions: None,
    };
    let card = ann.client.send(tea, &card).await.unwrap().message;
    assert_eq!(edit(ann, card.seq, 0).await, refused(409, "message.unchangeable"));
    let until = sent.created_at + std::time::Duration::from_secs(3600);
    let silence = MemberChange { silenced_until: Some(Some(until)), ..MemberChange::default() };
    owner.client.change_member(tea, ann.account.id, &silence).await.unwrap();
    assert_eq!(edit(ann, sent.seq, 0).await, refused(403, "message.silenced"));
    assert_eq!(refusal(ann.client.react(tea, sent.seq, "👍", true).await), refused(403, "message.silenced"));
    let theirs = say(cat, tea, "bye").await;
    owner.client.remove_member(tea, cat.account.id, false).await.unwrap();
    assert_eq!(edit(cat, theirs.seq, 0).await, refused(404, "not_found"));
    assert_eq!(refusal(cat.client.recall_message(tea, theirs.seq).await), refused(404, "not_found"));
    assert_eq!(refusal(cat.client.changes(tea, 0).await), refused(404, "not_found"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_has_its_time_and_a_text_its_bounds() {
    let app = TestApp::with(&[("KAMA__MESSAGES__EDIT_WINDOW_S", "0")]).await;
    let (mei, _, chat) = pair(&app).await;
    let sent = say(&mei, chat, "hi").await;
    let late = mei.client.edit_message(chat, sent.seq, "ho", 0).await;
    assert_eq!(refusal(late), refused(409, "message.edit_expired"));
    assert!(mei.client.edit_message(chat, sent.seq, "hi", 0).await.is_ok(), "nothing to do");
    assert_eq!(refusal(mei.client.edit_message(chat, sent.seq, "  ", 0).await).1, "message.empty");
    let long = "x".repeat(10_001);
    assert_eq!(refusal(mei.client.edit_message(chat, sent.seq, &long, 0).await).1, "message.too_long");
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_have_a_budget_of_their_own() {
    let standard = ("KAMA__LIMITS__PROFILE", "standard");
    let app = TestApp::with(&[standard, ("KAMA__LIMITS__CHANGES", "3")]).await;
    let (mei, tom, chat) = pair(&app).await;
    let sent = say(&mei, chat, "hi").await;
    for n in 0..3 {
        tom.client.react(chat, sent.seq, "👍", n % 2 == 0).await.unwrap();
    }
    assert_eq!(
        refusal(tom.client.react(chat, sent.seq, "👍", false).await),
        refused(429, "too_many_requests")
    );
    assert_eq!(refusal(tom.client.clear_history(chat).await), refused(429, "too_many_requests"));
    say(&tom, chat, "writing goes on").await;
    mei.client.react(chat, sent.seq, "👍", true).await.unwrap();
}
