//! What people are called in a group, and who is not brought into one.

use kamachat_client::new_client_msg_id;
use kamachat_domain::groups::Role;
use kamachat_protocol::{groups::MemberChange, messages::NewMessage};
use kamachat_testkit::app::{Person, TestApp};

use super::{group, message_at, promote, say};

fn alias(name: Option<&str>) -> MemberChange {
    MemberChange { alias: Some(name.map(str::to_owned)), ..MemberChange::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alias_is_the_name_of_its_group_and_of_no_other_chat() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 2).await;
    let (ann, bob) = (&people[0], &people[1]);
    say(ann, id, "before").await;
    let other = owner.client.create_group("another", &[ann.account.id]).await.unwrap().id;
    ann.client.change_member(id, ann.account.id, &alias(Some("茶师傅"))).await.unwrap();

    let mut socket = bob.client.connect().await.unwrap();
    say(ann, id, "after").await;
    assert_eq!(message_at(&mut socket, 4).await.sender.name, "茶师傅");
    promote(&owner, id, ann, Role::Admin).await;
    let told = message_at(&mut socket, 5).await;
    assert_eq!((told.kind.as_str(), told.sender.name.as_str()), ("system", "owner"));
    assert_eq!(told.body.subjects[0].name, "茶师傅");

    let names = async |person: &Person| {
        let all = person.client.messages_after(id, 2).await.unwrap();
        all.into_iter().map(|message| message.sender.name).collect::<Vec<_>>()
    };
    assert_eq!(names(bob).await, ["茶师傅", "茶师傅", "owner"]);
    say(ann, id, "last").await;
    let listed = bob.client.conversation(id).await.unwrap();
    assert_eq!(listed.last_message.unwrap().sender.name, "茶师傅");
    say(ann, other, "elsewhere").await;
    let elsewhere = owner.client.messages_after(other, 0).await.unwrap();
    assert!(elsewhere.iter().all(|message| message.sender.name != "茶师傅"));
    assert_eq!(elsewhere.last().unwrap().sender.name, "m000");

    ann.client.change_member(id, ann.account.id, &alias(None)).await.unwrap();
    assert_eq!(names(bob).await, ["m000", "m000", "owner", "m000"]);
}

#[tokio::test]
async fn a_card_shows_its_person_as_strangers_see_him() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    let ann = &people[0];
    ann.client.change_member(id, ann.account.id, &alias(Some("tea master"))).await.unwrap();
    let body = serde_json::json!({"user_id": ann.account.id});
    let card = NewMessage {
        client_msg_id: new_client_msg_id(),
        kind: "card".into(),
        body,
        reply_to: None,
        mentions: None,
    };
    owner.client.send(id, &card).await.unwrap();
    let last = owner.client.messages_after(id, 0).await.unwrap().pop().unwrap();
    assert_eq!(last.body.card.unwrap().name, "m000");
}

#[tokio::test]
async fn who_keeps_apart_is_left_out_without_a_word() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    let near = app.register("near").await;
    let (blocker, blocked) = (app.register("blocker").await, app.register("blocked").await);
    for person in [&near, &blocker, &blocked] {
        app.befriend(&owner, person).await;
    }
    blocker.client.block(owner.account.id).await.unwrap();
    owner.client.block(blocked.account.id).await.unwrap();
    let wanted = [near.account.id, blocker.account.id, blocked.account.id];

    let added = owner.client.add_members(id, &wanted).await.unwrap();
    assert_eq!((added.added, added.asked), (vec![near.account.id], vec![]));
    let made = owner.client.create_group("mine", &wanted).await.unwrap();
    assert_eq!(made.member_count, 2);
    for apart in [&blocker, &blocked] {
        assert!(
            apart.client.conversations(None, None).await.unwrap().items.iter().all(|c| c.group.is_none())
        );
    }
    // Nobody left of those who were wanted: nothing happened, and nothing is told.
    let before = owner.client.conversation(id).await.unwrap().last_seq;
    let nobody = owner.client.add_members(id, &wanted[1..]).await.unwrap();
    assert!(nobody.added.is_empty() && nobody.asked.is_empty());
    assert_eq!(owner.client.conversation(id).await.unwrap().last_seq, before);

    // Somebody else brings them, and they stay in it together.
    app.befriend(&people[0], &blocker).await;
    let added = people[0].client.add_members(id, &[blocker.account.id]).await.unwrap();
    assert_eq!(added.added, [blocker.account.id]);
}
