//! Pictures: drawn anew, seen by whoever sees the profile, gone when they are replaced.

use std::{fs, io::Cursor, path::Path};

use image::{ImageFormat, Rgb, RgbImage};
use kamachat_domain::ids::AvatarId;
use kamachat_testkit::app::{Person, TestApp};
use reqwest::Method;
use serde_json::{Value, json};

use crate::wire::{Answer, call, get};

/// A PNG of one colour.
pub(crate) fn picture(colour: [u8; 3], width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    RgbImage::from_pixel(width, height, Rgb(colour)).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn upload(app: &TestApp, person: &Person, file: Vec<u8>) -> Answer {
    call(app, Method::PUT, "/me/avatar").by(person).image(file).send().await
}

/// Files below `data_dir/files`, without those that are being written.
pub(crate) fn stored(app: &TestApp) -> usize {
    fn count(folder: &Path) -> usize {
        let Ok(entries) = fs::read_dir(folder) else { return 0 };
        entries
            .map(|entry| entry.unwrap().path())
            .map(|path| if path.is_dir() { count(&path) } else { 1 })
            .sum()
    }
    count(&app.data_dir().join("files"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_shown_wherever_its_owner_is() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    mei.client.send_text(chat, kamachat_client::new_client_msg_id(), "hello").await.unwrap();
    let account = mei.client.set_avatar(picture([200, 30, 30], 300, 200)).await.unwrap();
    let id = account.avatar.unwrap();
    assert_eq!(mei.client.me().await.unwrap().avatar, Some(id));

    let shown = json!(id);
    let person = get(&app, &format!("/users/{}", mei.account.id)).by(&tom).send().await.json();
    assert_eq!(person["avatar"], shown);
    let found = get(&app, "/users?q=mei").by(&tom).send().await.json();
    assert_eq!(found["items"][0]["avatar"], shown);
    let contacts = get(&app, "/contacts").by(&tom).send().await.json();
    assert_eq!(contacts["items"][0]["user"]["avatar"], shown);
    let list = get(&app, "/conversations").by(&tom).send().await.json();
    assert_eq!(list["items"][0]["peer"]["avatar"], shown);
    assert_eq!(list["items"][0]["last_message"]["sender"]["avatar"], shown);
    let history = get(&app, &format!("/conversations/{chat}/messages")).by(&tom).send().await.json();
    assert_eq!(history["items"][0]["sender"]["avatar"], shown);
    let requests = get(&app, "/friend-requests").by(&tom).send().await.json();
    assert_eq!(requests["items"][0]["from"]["avatar"], shown);

    for size in [64, 160, 640] {
        let bytes = tom.client.avatar(id, size).await.unwrap();
        let image = image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).unwrap();
        assert_eq!((image.width(), image.height()), (size, size));
    }
    let answer = get(&app, &format!("/avatars/{id}/64")).by(&tom).send_bytes().await;
    assert_eq!(answer.header("content-type"), "image/jpeg");
    assert_eq!(answer.header("cache-control"), "no-store, private");
}

#[tokio::test]
async fn a_replaced_or_removed_picture_is_gone_and_others_look_the_same_as_none() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let first = mei.client.set_avatar(picture([0, 0, 0], 64, 64)).await.unwrap().avatar.unwrap();
    let second = mei.client.set_avatar(picture([9, 9, 9], 64, 64)).await.unwrap().avatar.unwrap();
    assert_ne!(first, second);
    let nobody: AvatarId = kamachat_client::new_client_msg_id().as_uuid().into();
    for id in [first, nobody] {
        let refused = get(&app, &format!("/avatars/{id}/64")).by(&tom).send().await;
        assert_eq!(refused.refusal(), (404, "not_found".to_owned()));
    }
    assert!(tom.client.avatar(second, 64).await.is_ok());
    for bad in ["65", "0", "-64", "x", "99999999999"] {
        let refused = get(&app, &format!("/avatars/{second}/{bad}")).by(&tom).send().await;
        assert_eq!(refused.refusal(), (400, "request.invalid".to_owned()), "{bad}");
    }
    assert_eq!(mei.client.remove_avatar().await.unwrap().avatar, None);
    assert_eq!(mei.client.remove_avatar().await.unwrap().avatar, None);
    let refused = tom.client.avatar(second, 64).await.unwrap_err();
    assert_eq!(refused.code(), Some("not_found"));
    wait_for(|| stored(&app) == 0).await;
}

/// What a job does after the answer.
pub(crate) async fn wait_for(mut done: impl FnMut() -> bool) {
    let waiting = async {
        while !done() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), waiting).await.expect("in time");
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_nothing_is_kept() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let whole = picture([1, 2, 3], 80, 80);
    let cases: [(Vec<u8>, u16, &str); 5] = [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), 400, "avatar.unsupported_type"),
        (b"<!DOCTYPE html><script>alert(1)</script>".to_vec(), 400, "avatar.unsupported_type"),
        (Vec::new(), 400, "avatar.unsupported_type"),
        (whole[..whole.len() / 2].to_vec(), 400, "avatar.unreadable"),
        (vec![0; 5 * 1024 * 1024 + 1], 413, "avatar.too_large"),
    ];
    for (file, status, code) in cases {
        let answer = upload(&app, &mei, file).await;
        assert_eq!(answer.refusal(), (status, code.to_owned()));
    }
    let json = call(&app, Method::PUT, "/me/avatar").by(&mei).json(&json!({})).send().await;
    assert_eq!(json.refusal(), (415, "request.unsupported_media_type".to_owned()));
    // A length that is not declared is counted all the same.
    let chunk = || Ok::<_, std::io::Error>(vec![0_u8; 1 << 20]);
    let endless = reqwest::Body::wrap_stream(futures_util::stream::iter((0..64).map(move |_| chunk())));
    let refused = call(&app, Method::PUT, "/me/avatar").by(&mei).image(endless).try_send().await;
    assert!(refused.is_none_or(|answer| answer.refusal() == (413, "avatar.too_large".to_owned())));
    assert_eq!(mei.client.me().await.unwrap().avatar, None);
    assert_eq!(stored(&app), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_uploads_at_once_one_is_shown_and_only_its_files_stay() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let (a, b) = tokio::join!(
        mei.client.set_avatar(picture([255, 0, 0], 64, 64)),
        mei.client.set_avatar(picture([0, 0, 255], 64, 64)),
    );
    let made = [a.unwrap().avatar, b.unwrap().avatar];
    let shown = mei.client.me().await.unwrap().avatar;
    assert!(made.contains(&shown));
    wait_for(|| stored(&app) == 3).await;
    assert!(mei.client.avatar(shown.unwrap(), 640).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_own_devices_hear_of_a_new_picture() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    mei.client.set_avatar(picture([255, 0, 0], 64, 64)).await.unwrap();
    mei.client.remove_avatar().await.unwrap();
    mei.client.remove_avatar().await.unwrap();
    let actor = app.services().accounts.authenticate(&mei.token()).await.unwrap();
    let page = app.services().feed.since(&actor, 0).await.unwrap();
    let kinds: Vec<String> = page.events.iter().map(|event| format!("{:?}", event.kind)).collect();
    assert_eq!(kinds, ["Profile", "Profile"]);
    let none = get(&app, "/me").by(&mei).send().await.json();
    assert_eq!(none["avatar"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_hear_of_a_new_picture_and_strangers_do_not() {
    let app = TestApp::start().await;
    let (mei, tom, eve) = (app.register("mei").await, app.register("tom").await, app.register("eve").await);
    app.befriend(&mei, &tom).await;
    let events = async |person: &Person| {
        let actor = app.services().accounts.authenticate(&person.token()).await.unwrap();
        app.services().feed.since(&actor, 0).await.unwrap().events
    };
    let before = events(&tom).await.len();
    mei.client.set_avatar(picture([255, 0, 0], 64, 64)).await.unwrap();
    let heard = async {
        while events(&tom).await.len() == before {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), heard).await.expect("in time");
    let last = events(&tom).await.pop().unwrap();
    assert_eq!(format!("{:?} {}", last.kind, last.ref_id), format!("Contact {}", mei.account.id));
    assert!(events(&eve).await.is_empty());
}
