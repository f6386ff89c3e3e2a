use kamachat_domain::groups::{JoinPolicy, Role, Who};
use kamachat_protocol::{
    frames::{AccountEventKind, ServerFrame},
    groups::{GroupChange, NewInvite},
};
use kamachat_testkit::app::{Person, TestApp};
use sqlx::Connection;

use super::{PATIENCE, change, code, events, group, promote};

fn policy(join_policy: JoinPolicy) -> GroupChange {
    GroupChange { join_policy: Some(join_policy), searchable: Some(true), ..GroupChange::default() }
}

async fn asks(app: &TestApp, name: &str, id: kamachat_domain::ids::ConversationId) -> Person {
    let person = app.register(name).await;
    assert!(!person.client.join_group(id, "please").await.unwrap().joined);
    person
}

#[tokio::test]
async fn admins_decide_about_who_asks() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    change(&owner, id, policy(JoinPolicy::Approval)).await;
    let mut socket = owner.client.connect().await.unwrap();
    let eve = asks(&app, "eve", id).await;
    let heard = async {
        loop {
            if let ServerFrame::AccountEvents { items, .. } = socket.recv().await.unwrap() {
                return (items[0].kind, items[0].ref_id.clone());
            }
        }
    };
    let heard = tokio::time::timeout(PATIENCE, heard).await.unwrap();
    assert_eq!(heard, (AccountEventKind::GroupRequest, id.to_string()));
    // Asking again is the same wish, and seen as one.
    assert!(!eve.client.join_group(id, "again").await.unwrap().joined);
    assert!(eve.client.find_groups("friday").await.unwrap().items[0].is_asking);
    assert_eq!(code(eve.client.group(id).await), "not_found");
    let requests = owner.client.group_requests(id).await.unwrap().items;
    assert_eq!((requests.len(), requests[0].note.as_str()), (1, "please"));
    assert_eq!(code(people[0].client.group_requests(id).await), "group.forbidden");
    let decide =
        async |person: &Person, accept| person.client.decide_group_request(id, requests[0].id, accept).await;
    assert_eq!(code(decide(&people[0], true).await), "group.forbidden");
    assert_eq!(code(decide(&eve, true).await), "not_found");
    assert_eq!(decide(&owner, true).await.unwrap().state, "accepted");
    assert_eq!(code(decide(&owner, false).await), "group.request_decided");
    assert_eq!(eve.client.conversation(id).await.unwrap().unread, 0);
    assert!(owner.client.group_requests(id).await.unwrap().items.is_empty());

    let mia = asks(&app, "mia", id).await;
    let wish = owner.client.group_requests(id).await.unwrap().items[0].id;
    assert_eq!(owner.client.decide_group_request(id, wish, false).await.unwrap().state, "refused");
    assert_eq!(code(mia.client.group(id).await), "not_found");
    assert!(!mia.client.join_group(id, "").await.unwrap().joined, "one may ask again");
    assert_eq!(events(&eve, id).await, ["added"], "refusals are nobody's business");
}

#[tokio::test]
async fn a_plain_member_of_a_group_by_approval_can_only_propose() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    change(&owner, id, policy(JoinPolicy::Approval)).await;
    let (ann, eve, mia) = (&people[0], app.register("eve").await, app.register("mia").await);
    app.befriend(ann, &eve).await;
    let proposed = ann.client.add_members(id, &[eve.account.id]).await.unwrap();
    assert_eq!((proposed.added.len(), proposed.asked.as_slice()), (0, [eve.account.id].as_slice()));
    let link = ann.client.invite_to_group(id, &NewInvite::default()).await.unwrap();
    assert!(!mia.client.join_by_invite(&link.code, "").await.unwrap().joined, "no wider than her rights");
    let waiting = owner.client.group_requests(id).await.unwrap().items;
    assert_eq!(waiting.len(), 2);
    assert!(waiting.iter().all(|wish| wish.invited_by.as_ref().unwrap().id == ann.account.id));
    // An admin's own invitation is a yes, and settles what was asked.
    promote(&owner, id, ann, Role::Admin).await;
    let link = ann.client.invite_to_group(id, &NewInvite::default()).await.unwrap();
    assert!(mia.client.join_by_invite(&link.code, "").await.unwrap().joined);
    assert_eq!(owner.client.group_requests(id).await.unwrap().items.len(), 1);
}

#[tokio::test]
async fn a_group_by_invitation_is_joined_by_nobody_alone() {
    let app = TestApp::start().await;
    let (id, owner, _) = group(&app, 0).await;
    let eve = app.register("eve").await;
    assert_eq!(code(eve.client.join_group(id, "").await), "not_found", "it does not want to be found");
    change(&owner, id, policy(JoinPolicy::Invitation)).await;
    assert_eq!(code(eve.client.join_group(id, "").await), "group.invitation_only");
}

async fn age(app: &TestApp, sql: &str) {
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    assert!(
        sqlx::query(sqlx::AssertSqlSafe(sql.to_owned()))
            .execute(&mut database)
            .await
            .unwrap()
            .rows_affected()
            > 0
    );
    database.close().await.unwrap();
}

#[tokio::test]
async fn a_link_ends_by_number_time_and_wish_and_all_ends_look_the_same() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    let make = async |max_uses| {
        owner.client.invite_to_group(id, &NewInvite { max_uses, hours: Some(1) }).await.unwrap()
    };
    let once = make(Some(1)).await;
    let (eve, mia) = (app.register("eve").await, app.register("mia").await);
    assert!(eve.client.join_by_invite(&once.code.to_lowercase(), "").await.unwrap().joined);
    assert!(eve.client.join_by_invite(&once.code, "").await.unwrap().joined, "a member is a member");
    let refusal = async |code: &str| {
        let join = mia.client.join_by_invite(code, "").await.unwrap_err();
        let look = mia.client.group_invite(code).await.unwrap_err();
        assert_eq!(
            (join.status(), join.code(), join.to_string()),
            (look.status(), look.code(), look.to_string())
        );
        (join.status(), join.code().map(str::to_owned))
    };
    let gone = (Some(404), Some("not_found".to_owned()));
    assert_eq!(refusal(&once.code).await, gone, "used up");
    assert_eq!(refusal("AAAA-AAAA-AAAA-AAAA").await, gone, "never was");
    assert_eq!(refusal("").await, gone);
    let revoked = make(None).await;
    assert_eq!(
        code(people[0].client.revoke_group_invite(id, revoked.invite.id).await),
        "not_found",
        "not hers"
    );
    owner.client.revoke_group_invite(id, revoked.invite.id).await.unwrap();
    assert_eq!(refusal(&revoked.code).await, gone, "revoked");
    let expired = make(None).await;
    age(&app, "UPDATE group_invite SET expires_at = 1").await;
    assert_eq!(refusal(&expired.code).await, gone, "expired");
    assert!(owner.client.group_invites(id).await.unwrap().items.is_empty());
    for (max_uses, hours) in [(Some(0), None), (Some(10_001), None), (None, Some(0)), (None, Some(721))] {
        let refused = owner.client.invite_to_group(id, &NewInvite { max_uses, hours }).await;
        assert_eq!(code(refused), "group.invite_terms_invalid");
    }
}

#[tokio::test]
async fn the_last_use_of_a_link_is_given_once() {
    let app = TestApp::start().await;
    let (id, owner, _) = group(&app, 0).await;
    let link = owner.client.invite_to_group(id, &NewInvite { max_uses: Some(3), hours: None }).await.unwrap();
    let mut people = Vec::new();
    for n in 0..8 {
        people.push(app.register(&format!("person{n}")).await);
    }
    let joins = people.iter().map(|person| person.client.join_by_invite(&link.code, ""));
    let joined = futures_util::future::join_all(joins).await.into_iter().filter(Result::is_ok).count();
    assert_eq!(joined, 3);
    assert_eq!(owner.client.group(id).await.unwrap().member_count, 4);
}

#[tokio::test]
async fn codes_are_stored_as_hashes_and_shown_once() {
    let app = TestApp::start().await;
    let (id, owner, _) = group(&app, 0).await;
    let made = owner.client.invite_to_group(id, &NewInvite::default()).await.unwrap();
    let plain: String = made.code.chars().filter(char::is_ascii_alphanumeric).collect();
    for entry in std::fs::read_dir(app.data_dir()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let stored = std::fs::read(&path).unwrap();
            for text in [made.code.as_bytes(), plain.as_bytes()] {
                assert!(!stored.windows(text.len()).any(|part| part == text), "{}", path.display());
            }
        }
    }
    let listed = serde_json::to_string(&owner.client.group_invites(id).await.unwrap()).unwrap();
    assert!(!listed.contains(&made.code) && !listed.contains(&plain) && !listed.contains("code"), "{listed}");
}

/// An invitation is worth what its maker's right to invite is worth, and does not come back with it.
#[tokio::test]
async fn links_of_who_may_not_invite_any_more_are_dead() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 3).await;
    let eve = app.register("eve").await;
    let link =
        async |person: &Person| person.client.invite_to_group(id, &NewInvite::default()).await.unwrap().code;
    let (of_ann, of_bob, of_carl) = (link(&people[0]).await, link(&people[1]).await, link(&people[2]).await);
    promote(&owner, id, &people[1], Role::Admin).await;
    change(&owner, id, GroupChange { who_may_invite: Some(Who::Admins), ..GroupChange::default() }).await;
    assert_eq!(code(eve.client.group_invite(&of_ann).await), "not_found", "the rule changed");
    assert!(eve.client.group_invite(&of_bob).await.is_ok(), "an admin still may");
    promote(&owner, id, &people[1], Role::Member).await;
    assert_eq!(code(eve.client.join_by_invite(&of_bob, "").await), "not_found", "demoted");
    change(&owner, id, GroupChange { who_may_invite: Some(Who::Everyone), ..GroupChange::default() }).await;
    for dead in [&of_ann, &of_bob] {
        assert_eq!(code(eve.client.join_by_invite(dead, "").await), "not_found", "dead for good");
    }
    let again = link(&people[2]).await;
    owner.client.remove_member(id, people[2].account.id, false).await.unwrap();
    for dead in [&of_carl, &again] {
        assert_eq!(code(eve.client.join_by_invite(dead, "").await), "not_found", "removed");
    }
}

#[tokio::test]
async fn who_was_banned_comes_in_no_way_until_it_is_lifted() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 2).await;
    let (ann, bob) = (&people[0], &people[1]);
    change(&owner, id, policy(JoinPolicy::Open)).await;
    let link = owner.client.invite_to_group(id, &NewInvite::default()).await.unwrap();
    owner.client.remove_member(id, ann.account.id, true).await.unwrap();
    assert_eq!(code(ann.client.join_group(id, "").await), "not_found");
    assert_eq!(code(ann.client.join_by_invite(&link.code, "").await), "not_found");
    assert_eq!(code(ann.client.group_invite(&link.code).await), "not_found");
    assert_eq!(code(owner.client.add_members(id, &[ann.account.id]).await), "group.banned");
    let banned = owner.client.group_bans(id).await.unwrap().items;
    assert_eq!(banned.iter().map(|member| member.user.id).collect::<Vec<_>>(), [ann.account.id]);
    assert_eq!(code(bob.client.group_bans(id).await), "group.forbidden");
    assert_eq!(code(bob.client.unban_member(id, ann.account.id).await), "group.forbidden");
    owner.client.unban_member(id, ann.account.id).await.unwrap();
    assert!(ann.client.join_group(id, "").await.unwrap().joined);
}
