use futures_util::future::join_all;
use kamachat_domain::groups::{JoinPolicy, Role};
use kamachat_protocol::groups::{GroupChange, MemberChange, NewInvite};
use kamachat_testkit::app::TestApp;

use super::people::{friends, say};

fn code<T: std::fmt::Debug>(result: Result<T, kamachat_client::Error>) -> Option<String> {
    result.unwrap_err().code().map(str::to_owned)
}

/// What concerns groups of it: their history is read and their people are ruled by members with the right to.
#[tokio::test]
async fn fault_03_no_strange_hand_reads_or_rules_a_group() {
    let app = TestApp::start().await;
    let (anna, ben, _) = friends(&app, "anna", "ben").await;
    let carla = app.register("carla").await;
    let group = anna.client.create_group("ours", &[ben.account.id]).await.unwrap().id;
    say(&anna, group, "a secret").await;
    let nobody = app.client();
    let admin = MemberChange { role: Some(Role::Admin), ..MemberChange::default() };
    for (client, status) in [(&nobody, 401), (&carla.client, 404)] {
        let answers = [
            client.messages_after(group, 0).await.map(drop),
            client.group(group).await.map(drop),
            client.group_members(group, None, None, None).await.map(drop),
            client.change_member(group, carla.account.id, &admin).await.map(drop),
            client.remove_member(group, ben.account.id, false).await,
            client.dissolve_group(group).await,
        ];
        for answer in answers {
            assert_eq!(answer.unwrap_err().status(), Some(status));
        }
    }
    assert_eq!(
        code(ben.client.change_member(group, ben.account.id, &admin).await).as_deref(),
        Some("group.forbidden")
    );
    assert_eq!(
        code(ben.client.remove_member(group, anna.account.id, false).await).as_deref(),
        Some("group.forbidden")
    );
    assert_eq!(anna.client.group(group).await.unwrap().member_count, 2);
}

#[tokio::test]
async fn fault_11_no_member_is_lost_no_door_is_walked_around_and_nothing_is_half_done() {
    let app = TestApp::start().await;
    let (anna, ben, _) = friends(&app, "anna", "ben").await;
    let group = anna.client.create_group("ours", &[ben.account.id]).await.unwrap().id;
    let open = |join_policy| GroupChange {
        join_policy: Some(join_policy),
        searchable: Some(true),
        ..GroupChange::default()
    };
    anna.client.change_group(group, &open(JoinPolicy::Open)).await.unwrap();
    let mut people = Vec::new();
    for n in 0..30 {
        people.push(app.register(&format!("guest{n:02}")).await);
    }
    let joins = join_all(people.iter().map(|person| person.client.join_group(group, ""))).await;
    assert!(joins.into_iter().all(|joined| joined.unwrap().joined));
    let listed = anna.client.group_members(group, None, None, Some(200)).await.unwrap().items.len();
    assert_eq!((listed, anna.client.group(group).await.unwrap().member_count), (32, 32));

    // Where admins decide, nobody comes in directly.
    anna.client.change_group(group, &open(JoinPolicy::Approval)).await.unwrap();
    let carla = app.register("carla").await;
    assert!(!carla.client.join_group(group, "").await.unwrap().joined);
    assert_eq!(carla.client.messages_after(group, 0).await.unwrap_err().status(), Some(404));

    // Ending, changing and putting out are the owner's and the admins'.
    let name = GroupChange { name: Some("mine".into()), ..GroupChange::default() };
    for refused in [
        ben.client.dissolve_group(group).await,
        ben.client.change_group(group, &name).await.map(drop),
        ben.client.remove_member(group, people[0].account.id, false).await,
    ] {
        assert_eq!(code(refused).as_deref(), Some("group.forbidden"));
    }

    // One stranger among those who are added, and nobody is.
    let before = anna.client.conversation(group).await.unwrap();
    let dora = app.register("dora").await;
    app.befriend(&anna, &dora).await;
    let both = [dora.account.id, carla.account.id];
    assert_eq!(code(anna.client.add_members(group, &both).await).as_deref(), Some("group.not_contacts"));
    assert_eq!(anna.client.conversation(group).await.unwrap(), before);
    assert_eq!(dora.client.group(group).await.unwrap_err().status(), Some(404));
}

#[tokio::test]
async fn fault_18_who_is_added_is_a_plain_member() {
    let app = TestApp::start().await;
    let (anna, ben, _) = friends(&app, "anna", "ben").await;
    let group = anna.client.create_group("ours", &[]).await.unwrap().id;
    anna.client.add_members(group, &[ben.account.id]).await.unwrap();
    let link = anna.client.invite_to_group(group, &NewInvite::default()).await.unwrap();
    let carla = app.register("carla").await;
    carla.client.join_by_invite(&link.code, "").await.unwrap();
    for person in [&ben, &carla] {
        assert_eq!(person.client.group(group).await.unwrap().me.role, Role::Member);
    }
    // An admin who goes and comes back is a plain member, too.
    let admin = MemberChange { role: Some(Role::Admin), ..MemberChange::default() };
    anna.client.change_member(group, ben.account.id, &admin).await.unwrap();
    ben.client.leave_group(group).await.unwrap();
    ben.client.join_by_invite(&link.code, "").await.unwrap();
    assert_eq!(ben.client.group(group).await.unwrap().me.role, Role::Member);
}
