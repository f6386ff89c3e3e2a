//! What somebody takes along is what he may see.

use std::collections::BTreeMap;

use kamachat_testkit::{
    app::{PASSWORD, Person, TestApp},
    archive::unzip,
};
use serde_json::Value;
use sqlx::Connection;

async fn archive(app: &TestApp, person: &Person) -> BTreeMap<String, Vec<u8>> {
    person.client.ask_export(PASSWORD, None).await.unwrap();
    let link = loop {
        match person.client.export_link(PASSWORD, None).await {
            Ok(link) => break link,
            Err(error) => assert_eq!(error.code(), Some("export.not_ready")),
        }
    };
    let answer = reqwest::get(format!("{}{}", app.origin(), link.url)).await.unwrap();
    unzip(&answer.bytes().await.unwrap()).unwrap()
}

/// Zulip CVE-2022-31134: an export held attachments that its reader could not see.
#[tokio::test(flavor = "multi_thread")]
async fn incident_13_an_export_holds_exactly_what_its_owner_may_see() {
    let app = TestApp::start().await;
    let (mei, tom, eve, lin) = (
        app.register("mei").await,
        app.register("tom").await,
        app.register("eve").await,
        app.register("lin").await,
    );
    let (own, late, left) =
        (app.befriend(&mei, &tom).await, app.befriend(&mei, &eve).await, app.befriend(&mei, &lin).await);
    let foreign = app.befriend(&tom, &eve).await;
    for (who, chat) in [(&mei, own), (&eve, late), (&lin, left), (&tom, foreign)] {
        for n in 1..=3 {
            let id = kamachat_client::new_client_msg_id();
            who.client.send_text(chat, id, &format!("{chat} {n}")).await.unwrap();
        }
    }
    let file = app.data_dir().join("kamachat.db");
    let mut database = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    for (change, chat) in [("visible_from = 3", late), ("state = 2, left_seq = 3", left)] {
        let change = format!("UPDATE membership SET {change} WHERE conversation_id = ? AND user_id = ?");
        let change = sqlx::query(sqlx::AssertSqlSafe(change)).bind(chat.as_uuid().as_bytes().to_vec());
        let change = change.bind(mei.account.id.as_uuid().as_bytes().to_vec());
        assert_eq!(change.execute(&mut database).await.unwrap().rows_affected(), 1);
    }
    database.close().await.unwrap();

    let files = archive(&app, &mei).await;
    let expected = [
        "contacts/000001.json".to_owned(),
        "conversations/000001.json".to_owned(),
        "friend-requests/000001.json".to_owned(),
        "index.json".to_owned(),
        format!("messages/{own}/000001.json"),
        format!("messages/{late}/000001.json"),
        "profile.json".to_owned(),
        "sessions.json".to_owned(),
        "settings.json".to_owned(),
    ];
    let mut expected = expected.to_vec();
    expected.sort_unstable();
    assert_eq!(files.keys().cloned().collect::<Vec<_>>(), expected);
    let numbers = |chat| -> Vec<i64> {
        let page: Value = serde_json::from_slice(&files[&format!("messages/{chat}/000001.json")]).unwrap();
        page.as_array().unwrap().iter().map(|message| message["seq"].as_i64().unwrap()).collect()
    };
    assert_eq!((numbers(own), numbers(late)), (vec![1, 2, 3], vec![3]));
    let everything: Vec<u8> = files.values().flatten().copied().collect();
    let everything = String::from_utf8_lossy(&everything);
    for hidden in [format!("{left} "), format!("{foreign}"), format!("{late} 1"), format!("{late} 2")] {
        assert!(!everything.contains(&hidden), "{hidden}");
    }
}
