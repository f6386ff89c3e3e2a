use kamachat_domain::{conversations::Who, groups::Role};
use kamachat_protocol::groups::{GroupChange, GroupState, NewInvite};
use kamachat_testkit::app::TestApp;

use super::{code, events, group, message_at, promote, refused, say};

#[tokio::test]
async fn a_group_lives_from_its_making_to_its_end() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 2).await;
    let (ann, bob) = (&people[0], &people[1]);
    let made = owner.client.group(id).await.unwrap();
    assert_eq!((made.member_count, made.me.role, made.owner_id), (3, Role::Owner, owner.account.id));
    assert_eq!(made.faces.len(), 3);

    // Everybody has it, with nothing unread, and talks.
    for person in &people {
        let seen = person.client.conversation(id).await.unwrap();
        let brief = seen.group.unwrap();
        assert_eq!((seen.kind.as_str(), brief.name.as_str(), brief.member_count), ("group", "Friday tea", 3));
        assert_eq!((brief.role, seen.unread, seen.last_seq), (Role::Member, 0, 2));
    }
    say(ann, id, "hello").await;
    assert_eq!(bob.client.conversation(id).await.unwrap().unread, 1);
    assert_eq!(owner.client.unread_count().await.unwrap(), 1);

    // A link lets somebody in who knows nobody.
    let eve = app.register("eve").await;
    let invite = ann.client.invite_to_group(id, &NewInvite::default()).await.unwrap();
    let card = eve.client.group_invite(&invite.code).await.unwrap();
    assert_eq!((card.name.as_str(), card.member_count, card.is_member), ("Friday tea", 3, false));
    assert!(eve.client.join_by_invite(&invite.code, "").await.unwrap().joined);
    let joined = eve.client.conversation(id).await.unwrap();
    assert_eq!((joined.unread, joined.visible_from), (0, 4), "the past is not hers");
    say(bob, id, "welcome").await;
    assert_eq!(eve.client.conversation(id).await.unwrap().unread, 1);

    // Roles, a new name, another owner, the end.
    promote(&owner, id, ann, Role::Admin).await;
    let renamed = GroupChange { name: Some("Monday tea".into()), ..GroupChange::default() };
    assert_eq!(ann.client.change_group(id, &renamed).await.unwrap().name, "Monday tea");
    assert_eq!(code(owner.client.leave_group(id).await), "group.owner_must_transfer");
    owner.client.transfer_group(id, ann.account.id).await.unwrap();
    owner.client.leave_group(id).await.unwrap();
    assert_eq!(code(owner.client.group(id).await), "not_found");
    ann.client.remove_member(id, bob.account.id, false).await.unwrap();
    ann.client.dissolve_group(id).await.unwrap();
    assert_eq!(refused(&eve, id).await, "message.conversation_closed");
    let over = eve.client.group(id).await.unwrap();
    assert_eq!((over.state, over.member_count), (GroupState::Dissolved, 2));
    assert_eq!(
        events(ann, id).await,
        [
            "created",
            "added",
            "hello",
            "joined",
            "welcome",
            "role_changed",
            "renamed",
            "transferred",
            "left",
            "removed",
            "dissolved"
        ]
    );
    eve.client.leave_group(id).await.unwrap();
    ann.client.leave_group(id).await.unwrap();
}

#[tokio::test]
async fn what_happens_comes_to_open_sockets_with_the_names_of_the_people() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    let mut socket = people[0].client.connect().await.unwrap();
    let carl = app.register("carl").await;
    app.befriend(&owner, &carl).await;
    owner.client.add_members(id, &[carl.account.id]).await.unwrap();
    let message = message_at(&mut socket, 3).await;
    assert_eq!((message.kind.as_str(), message.sender.name.as_str()), ("system", "owner"));
    let subjects: Vec<_> = message.body.subjects.iter().map(|person| person.name.as_str()).collect();
    assert_eq!((subjects, message.body.count), (vec!["carl"], Some(1)));
    assert_eq!((message.seq, message.cnt), (3, 0), "what the server says is not unread");
}

#[tokio::test]
async fn only_contacts_are_brought_along_and_who_is_there_stays_there() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    let stranger = app.register("stranger").await;
    assert_eq!(code(owner.client.add_members(id, &[stranger.account.id]).await), "group.not_contacts");
    assert_eq!(code(owner.client.create_group("x", &[stranger.account.id]).await), "group.not_contacts");
    let nobody = owner.client.add_members(id, &[people[0].account.id, owner.account.id]).await.unwrap();
    assert!(nobody.added.is_empty() && nobody.asked.is_empty());
    assert_eq!(owner.client.group(id).await.unwrap().member_count, 2);
}

#[tokio::test]
async fn a_full_group_takes_nobody() {
    let app = TestApp::with(&[("KAMA__GROUPS__MAX_MEMBERS", "3")]).await;
    let (id, owner, people) = group(&app, 2).await;
    let eve = app.register("eve").await;
    app.befriend(&owner, &eve).await;
    assert_eq!(code(owner.client.add_members(id, &[eve.account.id]).await), "group.full");
    let invite =
        owner.client.invite_to_group(id, &NewInvite { max_uses: Some(1), hours: None }).await.unwrap();
    assert_eq!(code(eve.client.join_by_invite(&invite.code, "").await), "group.full");
    let larger = GroupChange { max_members: Some(4), ..GroupChange::default() };
    assert_eq!(code(owner.client.change_group(id, &larger).await), "group.max_members_invalid");
    people[0].client.leave_group(id).await.unwrap();
    assert!(eve.client.join_by_invite(&invite.code, "").await.unwrap().joined, "no use was lost");
}

#[tokio::test]
async fn groups_that_want_to_are_found_by_a_part_of_their_name() {
    let app = TestApp::start().await;
    let (id, owner, _) = group(&app, 0).await;
    let eve = app.register("eve").await;
    let found = async |words: &str| eve.client.find_groups(words).await.unwrap().items;
    assert!(found("friday").await.is_empty());
    let open = GroupChange {
        searchable: Some(true),
        join_policy: Some(kamachat_domain::groups::JoinPolicy::Open),
        who_may_post: Some(Who::Everyone),
        ..GroupChange::default()
    };
    owner.client.change_group(id, &open).await.unwrap();
    assert_eq!(found("DAY T").await.len(), 1);
    for nothing in ["d", "%%", "__", "fry", "  "] {
        assert!(found(nothing).await.is_empty(), "{nothing}");
    }
    assert!(eve.client.join_group(id, "").await.unwrap().joined);
    assert!(found("friday").await[0].is_member);
    owner.client.dissolve_group(id).await.unwrap();
    assert!(found("friday").await.is_empty());
}
