use kamachat_domain::groups::Role;
use kamachat_protocol::groups::{GroupMember, MemberChange};
use kamachat_testkit::app::TestApp;
use reqwest::Method;
use serde_json::json;

use super::{code, group, promote};
use crate::wire::{call, get};

#[tokio::test]
async fn members_are_listed_by_role_and_joining_page_by_page() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 6).await;
    promote(&owner, id, &people[4], Role::Admin).await;
    let mut names: Vec<String> = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = people[0].client.group_members(id, None, cursor.as_deref(), Some(2)).await.unwrap();
        assert!(page.items.len() <= 2);
        names.extend(page.items.into_iter().map(|member: GroupMember| member.user.username));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(&names[..2], ["owner", "m004"]);
    let mut rest = names[2..].to_vec();
    rest.sort_unstable();
    assert_eq!(rest, ["m000", "m001", "m002", "m003", "m005"]);
    for bad in ["x", "admin.1", "king.1.0193f3c2-7a3e-7cc0-8000-000000000001"] {
        let answer = get(&app, &format!("/groups/{id}/members?cursor={bad}")).by(&owner).send().await;
        assert_eq!(answer.refusal(), (400, "request.cursor_invalid".to_owned()));
    }
}

#[tokio::test]
async fn members_are_found_by_a_part_of_any_of_their_names() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 3).await;
    let alias = MemberChange { alias: Some(Some("Teemeister 50%".into())), ..MemberChange::default() };
    let named = people[1].client.change_member(id, people[1].account.id, &alias).await.unwrap();
    assert_eq!(named.alias.as_deref(), Some("Teemeister 50%"));
    let found = async |words: &str| {
        let page = owner.client.group_members(id, Some(words), None, None).await.unwrap();
        page.items.into_iter().map(|member| member.user.username).collect::<Vec<_>>()
    };
    assert_eq!(found("teeMEI").await, ["m001"]);
    assert_eq!(found("50%").await, ["m001"]);
    assert_eq!(found("002").await, ["m002"]);
    assert_eq!(found("").await.len(), 4);
    for nobody in ["_", "m%2", "!", "xyz"] {
        assert!(found(nobody).await.is_empty(), "{nobody}");
    }
}

#[tokio::test]
async fn a_name_in_the_group_is_ones_own_or_an_admins_choice() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 2).await;
    let (ann, bob) = (&people[0], &people[1]);
    let alias =
        |text: Option<&str>| MemberChange { alias: Some(text.map(str::to_owned)), ..MemberChange::default() };
    assert_eq!(
        code(ann.client.change_member(id, bob.account.id, &alias(Some("x"))).await),
        "group.forbidden"
    );
    assert_eq!(
        code(ann.client.change_member(id, owner.account.id, &alias(Some("x"))).await),
        "group.forbidden"
    );
    owner.client.change_member(id, bob.account.id, &alias(Some("Bobby"))).await.unwrap();
    assert_eq!(bob.client.group(id).await.unwrap().me.alias.as_deref(), Some("Bobby"));
    for bad in ["a\nb", "a\u{202E}b", &"x".repeat(33)] {
        let refused = bob.client.change_member(id, bob.account.id, &alias(Some(bad))).await;
        assert_eq!(code(refused), "group.alias_invalid");
    }
    bob.client.change_member(id, bob.account.id, &alias(None)).await.unwrap();
    assert_eq!(bob.client.group(id).await.unwrap().me.alias, None);
}

#[tokio::test]
async fn what_a_group_cannot_be_is_refused_with_its_code() {
    let app = TestApp::start().await;
    let (id, owner, _) = group(&app, 0).await;
    for (body, status, expected) in [
        (json!({"name": ""}), 400, "group.name_invalid"),
        (json!({"name": "x".repeat(65)}), 400, "group.name_invalid"),
        (json!({"name": "a\u{0}b"}), 400, "group.name_invalid"),
        (json!({"notice": "x".repeat(2001)}), 400, "group.notice_invalid"),
        (json!({"slow_mode_s": -1}), 400, "group.slow_mode_invalid"),
        (json!({"slow_mode_s": 3601}), 400, "group.slow_mode_invalid"),
        (json!({"max_members": 1}), 400, "group.max_members_invalid"),
        (json!({"max_members": 5001}), 400, "group.max_members_invalid"),
        (json!({"muted_all_until": "2999-01-01T00:00:00Z"}), 400, "group.until_invalid"),
        (json!({"who_may_post": "nobody"}), 400, "request.invalid"),
        (json!({"join_policy": null, "owner_id": owner.account.id}), 400, "request.invalid"),
        (json!({"member_count": 9}), 400, "request.invalid"),
    ] {
        let answer = call(&app, Method::PATCH, &format!("/groups/{id}")).by(&owner).json(&body).send().await;
        assert_eq!(answer.refusal(), (status, expected.to_owned()), "{body}");
    }
    let people: Vec<_> = (0..201).map(uuid::Uuid::from_u128).collect();
    let many = json!({"name": "x", "member_ids": people});
    let answer = call(&app, Method::POST, "/groups").by(&owner).json(&many).send().await;
    assert_eq!(answer.refusal(), (400, "request.invalid".to_owned()));
}

#[tokio::test]
async fn a_notice_is_kept_with_who_wrote_it_and_taken_away_again() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    let patch = async |body| {
        let answer = call(&app, Method::PATCH, &format!("/groups/{id}")).by(&owner).json(&body).send().await;
        assert_eq!(answer.status, 200, "{}", answer.text);
    };
    patch(json!({"notice": "Bring cups.\nAnd tea."})).await;
    let seen = people[0].client.group(id).await.unwrap();
    assert_eq!(seen.notice.as_deref(), Some("Bring cups.\nAnd tea."));
    assert_eq!((seen.notice_by, seen.notice_at.is_some()), (Some(owner.account.id), true));
    let told = people[0].client.messages_after(id, 2).await.unwrap();
    assert_eq!(told[0].body.value.as_deref(), Some("Bring cups.\nAnd tea."));
    patch(json!({"notice": null})).await;
    assert_eq!(people[0].client.group(id).await.unwrap().notice, None);
    patch(json!({"notice": null, "name": "Friday tea"})).await;
    assert_eq!(people[0].client.conversation(id).await.unwrap().last_seq, 4, "no change is no message");
}
