use std::time::{Duration, SystemTime};

use kamachat_client::new_client_msg_id;
use kamachat_domain::{
    Timestamp,
    groups::{HistoryPolicy, JoinPolicy, Role, Who},
    ids::ConversationId,
};
use kamachat_protocol::groups::{GroupChange, MemberChange, NewInvite};
use kamachat_testkit::app::{Person, TestApp};

use super::{change, group, promote, refused, say};

async fn silence(by: &Person, id: ConversationId, person: &Person, minutes: u64) {
    let until = (minutes > 0).then(|| now() + Duration::from_secs(60 * minutes));
    let wish = MemberChange { silenced_until: Some(until), ..MemberChange::default() };
    by.client.change_member(id, person.account.id, &wish).await.unwrap();
}

fn now() -> Timestamp {
    SystemTime::now().into()
}

#[tokio::test]
async fn one_who_is_silenced_may_not_send_until_he_may_again() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    let ann = &people[0];
    silence(&owner, id, ann, 60).await;
    let error = ann.client.send_text(id, new_client_msg_id(), "hi").await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(403), Some("message.silenced")));
    assert!(error.retry_after().is_some_and(|wait| wait > 3000));
    assert!(ann.client.group(id).await.unwrap().me.silenced_until.is_some());
    // Going and coming back does not help.
    let link = owner.client.invite_to_group(id, &NewInvite::default()).await.unwrap();
    ann.client.leave_group(id).await.unwrap();
    ann.client.join_by_invite(&link.code, "").await.unwrap();
    assert_eq!(refused(ann, id).await, "message.silenced");
    silence(&owner, id, ann, 0).await;
    say(ann, id, "at last").await;
}

#[tokio::test]
async fn while_all_are_silent_admins_talk() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 2).await;
    promote(&owner, id, &people[0], Role::Admin).await;
    let until = Some(Some(now() + Duration::from_secs(3600)));
    change(&people[0], id, GroupChange { muted_all_until: until, ..GroupChange::default() }).await;
    assert_eq!(refused(&people[1], id).await, "message.muted_all");
    say(&people[0], id, "listen").await;
    say(&owner, id, "yes").await;
    change(&owner, id, GroupChange { muted_all_until: Some(None), ..GroupChange::default() }).await;
    say(&people[1], id, "may I?").await;
}

#[tokio::test]
async fn slow_mode_makes_plain_members_wait_between_messages_and_a_retry_is_none() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    let ann = &people[0];
    change(&owner, id, GroupChange { slow_mode_s: Some(600), ..GroupChange::default() }).await;
    let key = new_client_msg_id();
    ann.client.send_text(id, key, "one").await.unwrap();
    assert!(ann.client.send_text(id, key, "one").await.unwrap().duplicate);
    let error = ann.client.send_text(id, new_client_msg_id(), "two").await.unwrap_err();
    assert_eq!((error.status(), error.code()), (Some(429), Some("message.slow_mode")));
    assert!(error.retry_after().is_some_and(|wait| wait > 500));
    say(&owner, id, "one").await;
    say(&owner, id, "two").await;
    change(&owner, id, GroupChange { slow_mode_s: Some(0), ..GroupChange::default() }).await;
    say(ann, id, "two").await;
}

#[tokio::test]
async fn a_group_may_let_some_send_only() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 2).await;
    promote(&owner, id, &people[0], Role::Admin).await;
    change(&owner, id, GroupChange { who_may_post: Some(Who::Admins), ..GroupChange::default() }).await;
    assert_eq!(refused(&people[1], id).await, "message.not_allowed");
    say(&people[0], id, "news").await;
    change(&owner, id, GroupChange { who_may_post: Some(Who::Owner), ..GroupChange::default() }).await;
    assert_eq!(refused(&people[0], id).await, "message.not_allowed");
    say(&owner, id, "more").await;
}

/// Nothing that is there is unread for who comes; then every message of others counts, as often as he comes.
#[tokio::test]
async fn newcomers_have_exactly_what_was_said_since_unread() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    let (ann, eve) = (&people[0], app.register("eve").await);
    change(&owner, id, GroupChange { join_policy: Some(JoinPolicy::Open), ..GroupChange::default() }).await;
    let link = owner.client.invite_to_group(id, &NewInvite::default()).await.unwrap();
    let unread = async || eve.client.conversation(id).await.unwrap().unread;
    for round in 0..3 {
        say(ann, id, "before").await;
        say(&owner, id, "before").await;
        eve.client.join_by_invite(&link.code, "").await.unwrap();
        assert_eq!(unread().await, 0, "round {round}");
        say(ann, id, "one").await;
        say(&eve, id, "mine").await;
        say(&owner, id, "two").await;
        assert_eq!((unread().await, eve.client.unread_count().await.unwrap()), (2, 2));
        let last = eve.client.conversation(id).await.unwrap().last_seq;
        assert_eq!(eve.client.mark_read(id, last - 1).await.unwrap().unread, 1);
        eve.client.leave_group(id).await.unwrap();
        assert_eq!(eve.client.unread_count().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn what_newcomers_see_of_the_past_is_the_groups_choice() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    let link = owner.client.invite_to_group(id, &NewInvite::default()).await.unwrap();
    say(&owner, id, "the past").await;
    let (eve, ann) = (app.register("eve").await, &people[0]);
    eve.client.join_by_invite(&link.code, "").await.unwrap();
    let seen = eve.client.messages_after(id, 0).await.unwrap();
    assert_eq!(seen.len(), 1, "her own coming");
    let mut socket = eve.client.connect().await.unwrap();
    assert!(socket.pull(id, 1, 3).await.unwrap().messages.is_empty());
    // She goes; what is said meanwhile is not hers when she comes back.
    eve.client.leave_group(id).await.unwrap();
    say(&owner, id, "without her").await;
    eve.client.join_by_invite(&link.code, "").await.unwrap();
    let texts: Vec<_> =
        eve.client.messages_after(id, 0).await.unwrap().into_iter().map(|message| message.seq).collect();
    assert_eq!(texts, [7]);
    change(&owner, id, GroupChange { history_policy: Some(HistoryPolicy::All), ..GroupChange::default() })
        .await;
    let mia = app.register("mia").await;
    mia.client.join_by_invite(&link.code, "").await.unwrap();
    assert_eq!(mia.client.messages_after(id, 0).await.unwrap().len(), 9);
    assert_eq!(mia.client.conversation(id).await.unwrap().unread, 0);
    assert_eq!(ann.client.messages_after(id, 0).await.unwrap().len(), 9);
}
