//! An account is erased: what becomes of its groups.

use kamachat_domain::{groups::Role, ids::ConversationId};
use kamachat_protocol::groups::{GroupState, MemberChange, NewInvite};
use kamachat_testkit::app::{PASSWORD, Person, TestApp};

use super::{code, events, group, message_at, promote, say};
use crate::leaving::{leave, now, wait_until_idle};

/// Leaves, and lets the week go by.
async fn erase(app: &TestApp, person: &Person) {
    assert_eq!(leave(app, person, PASSWORD).await.status, 200);
    now(app, "account.purge").await;
    wait_until_idle(app).await;
}

async fn unread(person: &Person, id: ConversationId) -> i64 {
    person.client.conversation(id).await.unwrap().unread
}

#[tokio::test(flavor = "multi_thread")]
async fn the_group_of_an_erased_owner_goes_to_the_admin_who_is_longest_in_it() {
    let app = TestApp::start().await;
    app.register("root").await;
    let (id, owner, people) = group(&app, 1).await;
    let mut people = people;
    for name in ["second", "third"] {
        let person = app.register(name).await;
        app.befriend(&owner, &person).await;
        owner.client.add_members(id, &[person.account.id]).await.unwrap();
        people.push(person);
    }
    // The one who came last was an admin first.
    promote(&owner, id, &people[2], Role::Admin).await;
    promote(&owner, id, &people[1], Role::Admin).await;
    let alias = MemberChange { alias: Some(Some("the boss".into())), ..MemberChange::default() };
    owner.client.change_member(id, owner.account.id, &alias).await.unwrap();
    let invite = owner.client.invite_to_group(id, &NewInvite::default()).await.unwrap();
    say(&owner, id, "a secret").await;
    say(&people[0], id, "an answer").await;
    let (before, mut socket) = (unread(&people[1], id).await, people[1].client.connect().await.unwrap());
    assert_eq!(before, 2);
    erase(&app, &owner).await;

    let heir = &people[1];
    let seen = people[0].client.group(id).await.unwrap();
    assert_eq!((seen.owner_id, seen.member_count, seen.state), (heir.account.id, 3, GroupState::Active));
    assert_eq!(heir.client.group(id).await.unwrap().me.role, Role::Owner);
    assert!(seen.faces.iter().all(|face| !face.deleted));
    let told = [message_at(&mut socket, 9).await, message_at(&mut socket, 10).await];
    let kinds = told.each_ref().map(|message| message.body.event.unwrap().as_str());
    assert_eq!(kinds, ["transferred", "left"]);

    let all = people[0].client.messages_after(id, 0).await.unwrap();
    let of_owner: Vec<_> = all.iter().filter(|message| message.sender.id == owner.account.id).collect();
    assert!(of_owner.iter().all(|message| message.sender.deleted && message.sender.name != "the boss"));
    assert!(all.iter().all(|message| message.body.text != "a secret"));
    assert_eq!(of_owner.iter().filter(|message| message.kind == "deleted").count(), 1);
    assert_eq!(
        events(&people[0], id).await,
        [
            "created",
            "added",
            "added",
            "added",
            "role_changed",
            "role_changed",
            "",
            "an answer",
            "transferred",
            "left"
        ]
    );
    let seqs: Vec<i64> = all.iter().map(|message| message.seq).collect();
    assert_eq!(seqs, (1..=10).collect::<Vec<_>>(), "no hole");
    assert_eq!(unread(heir, id).await, before, "what the server says is not unread");
    say(&people[2], id, "life goes on").await;
    assert_eq!(unread(heir, id).await, before + 1);
    let eve = app.register("eve").await;
    assert_eq!(code(eve.client.group_invite(&invite.code).await), "not_found");
    heir.client.dissolve_group(id).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_admin_the_oldest_member_gets_it_and_without_members_it_ends() {
    let app = TestApp::start().await;
    app.register("root").await;
    let (id, owner, people) = group(&app, 1).await;
    let own = owner.client.create_group("alone", &[]).await.unwrap().id;
    let ended = owner.client.create_group("ended", &[people[0].account.id]).await.unwrap().id;
    owner.client.dissolve_group(ended).await.unwrap();
    say(&owner, id, "hello").await;
    erase(&app, &owner).await;
    let heir = people[0].client.group(id).await.unwrap();
    assert_eq!((heir.me.role, heir.member_count), (Role::Owner, 1));
    assert_eq!(people[0].client.group(ended).await.unwrap().state, GroupState::Dissolved);
    let state = app.services().groups.get(&actor(&app, &people[0]).await, own).await;
    assert!(state.is_err(), "nobody sees the one of its own");
    erase(&app, &people[0]).await;
    let eve = app.register("eve").await;
    for group in [id, own, ended] {
        assert_eq!(code(eve.client.group(group).await), "not_found");
    }
    assert_eq!(states(&app).await, [2, 2, 2], "each of them is dissolved");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_member_goes_and_the_rest_stays_as_it_is() {
    let app = TestApp::start().await;
    app.register("root").await;
    let (id, owner, people) = group(&app, 2).await;
    let (ann, bob) = (&people[0], &people[1]);
    let alias = MemberChange { alias: Some(Some("Annie".into())), ..MemberChange::default() };
    ann.client.change_member(id, ann.account.id, &alias).await.unwrap();
    for n in 0..5 {
        say(ann, id, &format!("secret {n}")).await;
    }
    say(&owner, id, "kept").await;
    assert_eq!(unread(bob, id).await, 6);
    erase(&app, ann).await;
    assert_eq!(unread(bob, id).await, 6, "places stay");
    assert_eq!(bob.client.group(id).await.unwrap().member_count, 2);
    let all = bob.client.messages_after(id, 0).await.unwrap();
    assert_eq!(all.iter().filter(|message| message.kind == "deleted").count(), 5);
    let names: Vec<_> = all.iter().map(|message| message.sender.name.as_str()).collect();
    assert!(!names.contains(&"Annie") && !names.contains(&"m000"), "{names:?}");
    let page = bob.client.group_members(id, None, None, None).await.unwrap();
    assert!(page.items.iter().all(|member| member.user.id != ann.account.id));
}

async fn actor(app: &TestApp, person: &Person) -> kamachat_application::Actor {
    app.services().accounts.authenticate(&person.token()).await.unwrap()
}

/// The states of all groups, as they are stored.
async fn states(app: &TestApp) -> Vec<i64> {
    use sqlx::Connection;
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let states = "SELECT c.state FROM conversation c JOIN group_info g ON g.conversation_id = c.id";
    let states: Vec<i64> = sqlx::query_scalar(states).fetch_all(&mut database).await.unwrap();
    database.close().await.unwrap();
    states
}
