use std::time::Duration;

use kamachat_bootstrap::{Config, Runtime, Sources};
use kamachat_client::new_client_msg_id;
use kamachat_testkit::app::TestApp;
use tokio::{task::JoinSet, time::timeout};

fn sources(folder: &std::path::Path) -> Sources {
    let set = |key: &str, value: String| (key.to_owned(), value);
    let environment = vec![
        set("KAMA__DATA_DIR", folder.display().to_string()),
        set("KAMA__AUTH__BCRYPT_COST", "4".to_owned()),
    ];
    Sources { environment, ..Sources::default() }
}

#[tokio::test]
async fn two_servers_do_not_share_a_folder() {
    let app = TestApp::start().await;
    let config = Config::load(&sources(&app.data_dir())).unwrap();
    let error = Runtime::build(config).await.unwrap_err().to_string();
    assert!(error.contains("in use by another kamachat"), "{error}");
    assert!(app.register("mei").await.account.role == "admin");
}

#[tokio::test]
async fn a_folder_that_cannot_be_used_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let config = Config::load(&sources(&file.join("data"))).unwrap();
    let error = Runtime::build(config).await.unwrap_err().to_string();
    assert!(error.contains("the data folder") && error.contains("file/data"), "{error}");
}

#[tokio::test]
async fn a_stopped_server_stored_every_message_that_it_answered() {
    let mut app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let mut sends = JoinSet::new();
    for _ in 0..100 {
        let client = mei.client.clone();
        sends.spawn(async move { client.send_text(chat, new_client_msg_id(), "x").await.ok() });
    }
    // At least one is answered before the end begins.
    mei.client.send_text(chat, new_client_msg_id(), "first").await.unwrap();
    timeout(Duration::from_secs(20), app.restart()).await.unwrap();
    let answered: Vec<i64> =
        sends.join_all().await.into_iter().flatten().map(|sent| sent.message.seq).collect();
    let tom = app.sign_in(&tom).await;
    let stored = tom.client.messages_after(chat, 0).await.unwrap();
    assert_eq!(
        stored.iter().map(|m| m.seq).collect::<Vec<_>>(),
        (1..=stored.len() as i64).collect::<Vec<_>>()
    );
    for seq in answered {
        assert!(stored.iter().any(|message| message.seq == seq), "{seq} was answered");
    }
}
