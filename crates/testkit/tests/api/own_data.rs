//! The own data: an archive that is asked for, made, and downloaded once.

use std::collections::BTreeMap;

use kamachat_testkit::{
    app::{PASSWORD, Person, TestApp},
    archive::unzip,
};
use serde_json::{Value, json};

use crate::{
    avatar::picture,
    wire::{Answer, get, post},
};

async fn ask(app: &TestApp, person: &Person, password: &str) -> Answer {
    post(app, "/me/export").by(person).json(&json!({"password": password})).send().await
}

async fn link(app: &TestApp, person: &Person, password: &str) -> Answer {
    post(app, "/me/export/link").by(person).json(&json!({"password": password})).send().await
}

/// Waits until the archive of `person` is made.
pub(crate) async fn made(person: &Person) {
    let ready = async {
        while person.client.export().await.unwrap().state != kamachat_protocol::accounts::ExportState::Ready {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), ready).await.expect("in time");
}

async fn download(app: &TestApp, url: &str) -> reqwest::Response {
    reqwest::get(format!("{}{url}", app.origin())).await.unwrap()
}

async fn archive(app: &TestApp, person: &Person) -> BTreeMap<String, Vec<u8>> {
    person.client.ask_export(PASSWORD, None).await.unwrap();
    made(person).await;
    let link = person.client.export_link(PASSWORD, None).await.unwrap();
    unzip(&download(app, &link.url).await.bytes().await.unwrap()).expect("a ZIP file")
}

fn read(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Value {
    serde_json::from_slice(files.get(name).unwrap_or_else(|| panic!("no {name}"))).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_holds_what_its_owner_is_shown() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    for n in 0..205 {
        let (who, text) = if n % 2 == 0 { (&mei, "风起 ") } else { (&tom, "hello ") };
        let id = kamachat_client::new_client_msg_id();
        who.client.send_text(chat, id, &format!("{text}{n}")).await.unwrap();
    }
    let avatar = mei.client.set_avatar(picture([9, 99, 199], 70, 70)).await.unwrap().avatar.unwrap();
    let files = archive(&app, &mei).await;
    assert_eq!(read(&files, "profile.json")["username"], "mei");
    assert_eq!(read(&files, "settings.json")["theme"], "system");
    let sessions = read(&files, "sessions.json");
    assert_eq!(sessions.as_array().unwrap().len(), 1);
    assert!(!String::from_utf8_lossy(&files["sessions.json"]).contains("refresh"));
    assert_eq!(read(&files, "contacts/000001.json")[0]["user"]["username"], "tom");
    assert_eq!(read(&files, "friend-requests/000001.json").as_array().unwrap().len(), 1);
    assert_eq!(read(&files, "conversations/000001.json")[0]["peer"]["username"], "tom");
    let (first, second) = (
        read(&files, &format!("messages/{chat}/000001.json")),
        read(&files, &format!("messages/{chat}/000002.json")),
    );
    assert_eq!((first.as_array().unwrap().len(), second.as_array().unwrap().len()), (200, 5));
    assert_eq!(second[4]["body"]["text"], "风起 204");
    assert_eq!(files["avatar.jpg"], mei.client.avatar(avatar, 640).await.unwrap());
    let listed: Vec<String> = serde_json::from_value(read(&files, "index.json")["files"].clone()).unwrap();
    let there: Vec<&String> = files.keys().filter(|name| *name != "index.json").collect();
    assert_eq!(
        listed.iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>(),
        there
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_works_once_and_only_the_newest() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    assert_eq!(get(&app, "/me/export").by(&mei).send().await.json()["state"], "none");
    assert_eq!(link(&app, &mei, PASSWORD).await.refusal(), (409, "export.not_ready".to_owned()));
    mei.client.ask_export(PASSWORD, None).await.unwrap();
    made(&mei).await;
    let first = link(&app, &mei, PASSWORD).await;
    assert_eq!(first.status, 201);
    let second = mei.client.export_link(PASSWORD, None).await.unwrap();
    let replaced = download(&app, first.json()["url"].as_str().unwrap()).await;
    assert_eq!(replaced.status(), 404);
    // Somebody else has no archive, and nobody guesses a link.
    assert_eq!(link(&app, &tom, PASSWORD).await.refusal(), (409, "export.not_ready".to_owned()));
    for other in ["", "x", &"0".repeat(64), "' OR 1=1 --"] {
        let refused = get(&app, &format!("/exports?token={other}")).send().await;
        assert_eq!(refused.refusal(), (404, "not_found".to_owned()), "{other}");
    }
    let (a, b) = tokio::join!(download(&app, &second.url), download(&app, &second.url));
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 404]);
    let good = if a.status() == 200 { a } else { b };
    assert_eq!(good.headers()["content-type"], "application/zip");
    assert!(good.headers()["content-disposition"].to_str().unwrap().starts_with("attachment; filename="));
    assert_eq!(good.headers()["cache-control"], "no-store, private");
    let length: usize = good.headers()["content-length"].to_str().unwrap().parse().unwrap();
    assert_eq!(good.bytes().await.unwrap().len(), length);
    assert_eq!(download(&app, &second.url).await.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_needs_the_password_and_comes_once_a_day() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    for refused in [ask(&app, &mei, "wrong password").await, link(&app, &mei, "wrong password").await] {
        assert_eq!(refused.refusal(), (403, "account.wrong_password".to_owned()));
    }
    let (a, b) = tokio::join!(ask(&app, &mei, PASSWORD), ask(&app, &mei, PASSWORD));
    let (good, refused) = if a.status == 202 { (a, b) } else { (b, a) };
    assert_eq!(good.status, 202, "{}", good.text);
    assert!(["export.running", "export.too_soon"].contains(&refused.code().as_str()));
    made(&mei).await;
    let again = ask(&app, &mei, PASSWORD).await;
    assert_eq!(again.refusal(), (429, "export.too_soon".to_owned()));
    assert!(again.json()["retry_after"].as_u64().unwrap() > 86_000);
    let actor = app.services().accounts.authenticate(&mei.token()).await.unwrap();
    let events = app.services().feed.since(&actor, 0).await.unwrap().events;
    assert_eq!(events.iter().filter(|event| format!("{:?}", event.kind) == "Export").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_is_erased_when_its_time_is_over() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    mei.client.ask_export(PASSWORD, None).await.unwrap();
    made(&mei).await;
    let link = mei.client.export_link(PASSWORD, None).await.unwrap();
    crate::leaving::now(&app, "export.erase").await;
    let gone = async {
        while get(&app, "/me/export").by(&mei).send().await.json()["state"] != "gone" {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), gone).await.expect("in time");
    assert_eq!(download(&app, &link.url).await.status(), 404);
    assert_eq!(mei.client.export_link(PASSWORD, None).await.unwrap_err().code(), Some("export.not_ready"));
    let folder = app.data_dir().join("files/exports");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0);
}
