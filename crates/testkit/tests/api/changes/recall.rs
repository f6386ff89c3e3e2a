use kamachat_client::new_client_msg_id;
use kamachat_domain::groups::Role;
use kamachat_protocol::groups::MemberChange;
use kamachat_testkit::app::TestApp;

use super::{fetch, group, last_rev, next_change, pair, refusal, refused, say};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_back_leaves_its_place_and_nothing_else() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let key = new_client_msg_id();
    let sent = mei.client.send_text(chat, key, "secret").await.unwrap().message;
    mei.client.edit_message(chat, sent.seq, "secrets", 0).await.unwrap();
    tom.client.react(chat, sent.seq, "👍", true).await.unwrap();
    tom.client.pin_message(chat, sent.seq, true).await.unwrap();
    let mut socket = tom.client.connect().await.unwrap();
    let gone = mei.client.recall_message(chat, sent.seq).await.unwrap();
    assert!(gone.changes.recalled && gone.changes.recalled_by == Some(mei.account.id));
    assert_eq!(
        (gone.kind.as_str(), gone.body.text.as_str(), gone.seq, gone.cnt),
        ("deleted", "", sent.seq, sent.cnt)
    );
    assert!(gone.changes.reactions.is_empty() && !gone.changes.pinned && gone.changes.version == 0);
    assert_eq!(next_change(&mut socket).await, (4, gone.clone()));
    assert_eq!(fetch(&tom, chat, sent.seq).await, gone);
    assert_eq!(tom.client.earlier_texts(chat, sent.seq).await.unwrap().items, []);
    assert_eq!(tom.client.pinned_messages(chat).await.unwrap().items, []);
    let seen = tom.client.conversation(chat).await.unwrap();
    assert_eq!((seen.unread, seen.last_cnt), (1, 1));
    assert!(seen.last_message.is_some_and(|message| message.body.text.is_empty()));
    // Again, and as a late retry of the message itself.
    assert_eq!(mei.client.recall_message(chat, sent.seq).await.unwrap(), gone);
    let retry = mei.client.send_text(chat, key, "secret").await.unwrap();
    assert!(retry.duplicate && retry.message.changes.recalled);
    assert_eq!(last_rev(&mei, chat).await, 4);
    for change in [
        tom.client.react(chat, sent.seq, "👍", true).await,
        tom.client.pin_message(chat, sent.seq, true).await,
        mei.client.edit_message(chat, sent.seq, "back", 0).await,
    ] {
        assert_eq!(refusal(change), refused(409, "message.unchangeable"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_take_back_what() {
    let app = TestApp::with(&[("KAMA__MESSAGES__RECALL_WINDOW_S", "0")]).await;
    let (tea, owner, people) = group(&app, 3).await;
    let [admin, ann, bob] = &people[..] else { panic!("three") };
    let role = MemberChange { role: Some(Role::Admin), ..MemberChange::default() };
    owner.client.change_member(tea, admin.account.id, &role).await.unwrap();
    let mine = say(ann, tea, "a member's").await;
    let theirs = say(admin, tea, "an admin's").await;
    let hers = say(&owner, tea, "the owner's").await;
    assert_eq!(
        refusal(ann.client.recall_message(tea, mine.seq).await),
        refused(409, "message.recall_expired")
    );
    assert_eq!(refusal(bob.client.recall_message(tea, mine.seq).await), refused(403, "group.forbidden"));
    assert_eq!(refusal(admin.client.recall_message(tea, hers.seq).await), refused(403, "group.forbidden"));
    assert_eq!(refusal(admin.client.recall_message(tea, 1).await), refused(409, "message.unchangeable"));
    let gone = admin.client.recall_message(tea, mine.seq).await.unwrap();
    assert_eq!(gone.changes.recalled_by, Some(admin.account.id));
    assert!(owner.client.recall_message(tea, theirs.seq).await.unwrap().changes.recalled);
    let (mei, tom, chat) = pair(&app).await;
    let sent = say(&mei, chat, "hi").await;
    assert_eq!(refusal(tom.client.recall_message(chat, sent.seq).await), refused(403, "message.not_sender"));
    assert_eq!(refusal(ann.client.recall_message(chat, sent.seq).await), refused(404, "not_found"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_that_races_with_a_recall_brings_nothing_back() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let phone = app.sign_in(&mei).await;
    for _ in 0..10 {
        let sent = say(&mei, chat, "start").await;
        let (edited, recalled) = tokio::join!(
            phone.client.edit_message(chat, sent.seq, "edited", 0),
            mei.client.recall_message(chat, sent.seq)
        );
        assert!(recalled.unwrap().changes.recalled);
        if edited.is_err() {
            assert_eq!(refusal(edited), refused(409, "message.unchangeable"));
        }
        let left = fetch(&tom, chat, sent.seq).await;
        assert!(left.changes.recalled && left.body.text.is_empty());
        assert_eq!(tom.client.earlier_texts(chat, sent.seq).await.unwrap().items, []);
    }
}
