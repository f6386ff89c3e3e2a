//! A group's own picture: of those who run it, seen by those who see the group.

use image::ImageFormat;
use kamachat_domain::groups::{JoinPolicy, Role};
use kamachat_protocol::groups::{GroupChange, NewInvite};
use kamachat_testkit::app::TestApp;
use reqwest::Method;
use serde_json::json;

use super::{change, code, events, group, promote};
use crate::{
    avatar::{picture, stored, wait_for},
    wire::{call, get},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_shown_wherever_the_group_is_and_its_change_is_told() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 2).await;
    let (ann, bob) = (&people[0], &people[1]);
    promote(&owner, id, ann, Role::Admin).await;
    let made = ann.client.set_group_avatar(id, picture([9, 200, 9], 300, 200)).await.unwrap();
    let avatar = made.avatar.unwrap();
    assert_eq!(bob.client.group(id).await.unwrap().avatar, Some(avatar));
    let listed = bob.client.conversation(id).await.unwrap();
    assert_eq!((listed.group.unwrap().avatar, listed.unread), (Some(avatar), 0));
    for size in [64, 160, 640] {
        let bytes = bob.client.avatar(avatar, size).await.unwrap();
        let image = image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap();
        assert_eq!((image.width(), image.height()), (size, size));
    }

    let second = owner.client.set_group_avatar(id, picture([1, 1, 1], 9, 9)).await.unwrap().avatar;
    assert_ne!(second, Some(avatar));
    assert_eq!(code(bob.client.avatar(avatar, 64).await), "not_found");
    wait_for(|| stored(&app) == 3).await;
    assert_eq!(ann.client.remove_group_avatar(id).await.unwrap().avatar, None);
    assert_eq!(ann.client.remove_group_avatar(id).await.unwrap().avatar, None);
    wait_for(|| stored(&app) == 0).await;
    let all = bob.client.messages_after(id, 3).await.unwrap();
    let versions = [Some(avatar.to_string()), second.map(|id| id.to_string()), None];
    assert_eq!(all.into_iter().map(|message| message.body.value).collect::<Vec<_>>(), versions);
    let told = events(bob, id).await;
    assert_eq!(told[3..], ["picture_changed", "picture_changed", "picture_removed"]);
}

#[tokio::test]
async fn a_picture_is_hidden_from_those_who_do_not_see_the_group() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    let eve = app.register("eve").await;
    let avatar = owner.client.set_group_avatar(id, picture([1, 2, 3], 8, 8)).await.unwrap().avatar.unwrap();
    assert_eq!(code(eve.client.avatar(avatar, 64).await), "not_found");

    let invite = owner.client.invite_to_group(id, &NewInvite::default()).await.unwrap();
    assert_eq!(eve.client.group_invite(&invite.code).await.unwrap().avatar, Some(avatar));
    assert!(eve.client.avatar(avatar, 64).await.is_ok(), "the card of an invitation shows it");
    owner.client.revoke_group_invite(id, invite.invite.id).await.unwrap();
    assert_eq!(code(eve.client.avatar(avatar, 64).await), "not_found");

    let found = GroupChange {
        searchable: Some(true),
        join_policy: Some(JoinPolicy::Approval),
        ..GroupChange::default()
    };
    change(&owner, id, found).await;
    assert_eq!(eve.client.find_groups("friday").await.unwrap().items[0].avatar, Some(avatar));
    assert!(eve.client.avatar(avatar, 64).await.is_ok());
    assert!(!eve.client.join_group(id, "").await.unwrap().joined);
    change(&owner, id, GroupChange { searchable: Some(false), ..GroupChange::default() }).await;
    assert!(eve.client.avatar(avatar, 64).await.is_ok(), "who asked keeps the card");

    let gone = &people[0];
    assert!(gone.client.avatar(avatar, 64).await.is_ok());
    owner.client.remove_member(id, gone.account.id, true).await.unwrap();
    assert_eq!(code(gone.client.avatar(avatar, 64).await), "not_found");
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_rights_are_looked_at_first() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    let route = format!("/groups/{id}/avatar");
    let whole = picture([1, 2, 3], 80, 80);
    let cases = [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), 400, "avatar.unsupported_type"),
        (Vec::new(), 400, "avatar.unsupported_type"),
        (whole[..whole.len() / 2].to_vec(), 400, "avatar.unreadable"),
        (vec![0; 5 * 1024 * 1024 + 1], 413, "avatar.too_large"),
    ];
    for (file, status, code) in cases {
        let answer = call(&app, Method::PUT, &route).by(&owner).image(file).send().await;
        assert_eq!(answer.refusal(), (status, code.to_owned()));
    }
    let json = call(&app, Method::PUT, &route).by(&owner).json(&json!({})).send().await;
    assert_eq!(json.refusal(), (415, "request.unsupported_media_type".to_owned()));
    let member = call(&app, Method::PUT, &route).by(&people[0]).json(&json!({})).send().await;
    assert_eq!(member.refusal(), (403, "group.forbidden".to_owned()));
    assert_eq!(stored(&app), 0);

    owner.client.dissolve_group(id).await.unwrap();
    assert_eq!(code(owner.client.set_group_avatar(id, whole).await), "group.closed");
    assert_eq!(code(owner.client.remove_group_avatar(id).await), "group.closed");
    let shown = get(&app, &format!("/groups/{id}")).by(&owner).send().await.json();
    assert_eq!(shown["avatar"], json!(null));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_pictures_at_once_one_is_shown_and_only_its_files_stay() {
    let app = TestApp::start().await;
    let (id, owner, people) = group(&app, 1).await;
    promote(&owner, id, &people[0], Role::Admin).await;
    let (a, b) = tokio::join!(
        owner.client.set_group_avatar(id, picture([255, 0, 0], 64, 64)),
        people[0].client.set_group_avatar(id, picture([0, 0, 255], 64, 64)),
    );
    let made = [a.unwrap().avatar, b.unwrap().avatar];
    let shown = owner.client.group(id).await.unwrap().avatar;
    assert!(made.contains(&shown));
    wait_for(|| stored(&app) == 3).await;
    assert!(owner.client.avatar(shown.unwrap(), 640).await.is_ok());
}
