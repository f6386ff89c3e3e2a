use futures_util::{SinkExt, StreamExt};
use kamachat_testkit::app::TestApp;
use tokio_tungstenite::{connect_async, tungstenite::Message as Raw};

use super::people::{PATIENCE, friends, next_message, say, socket};

fn ws(app: &TestApp, query: &str) -> String {
    format!("{}/ws{query}", app.origin().replacen("http", "ws", 1))
}

#[tokio::test]
async fn fault_02_a_socket_is_who_the_token_says_and_devices_live_side_by_side() {
    let app = TestApp::start().await;
    let (anna, ben, chat) = friends(&app, "anna", "ben").await;
    for query in [
        String::new(),
        format!("?client_id={}", ben.account.id),
        format!("?user_id={}", ben.account.id),
        "?token=made-up".into(),
        "?ticket=made-up".into(),
    ] {
        assert!(connect_async(ws(&app, &query)).await.is_err(), "{query}");
    }
    let (mut phone, mut laptop) = (socket(&ben).await, socket(&ben).await);
    say(&anna, chat, "to both").await;
    for device in [&mut phone, &mut laptop] {
        assert_eq!(next_message(device).await.body.text, "to both");
    }
}

#[tokio::test]
async fn fault_06_no_frame_kills_the_process_or_the_consumer() {
    let app = TestApp::start().await;
    let (anna, ben, chat) = friends(&app, "anna", "ben").await;
    let token = anna.token();
    let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
    let frames = [
        r#"{"type":"send_message","conversation_id":"","client_msg_id":"","kind":"text","body":{"text":"x"}}"#.to_owned(),
        r#"{"type":"send_message","receive_id":"","send_avatar":"x"}"#.to_owned(),
        format!(r#"{{"type":"send_message","conversation_id":"{chat}","client_msg_id":"{chat}","kind":"text","body":null}}"#),
        format!(r#"{{"type":"send_message","conversation_id":"{chat}","client_msg_id":"{chat}","kind":"system","body":{{"text":"x"}}}}"#),
        format!(r#"{{"type":"send_message","conversation_id":"{chat}","client_msg_id":"{chat}","kind":"text","body":{deep}}}"#),
        r#"{"type":"pull","conversation_id":{"$ne":1},"from":-1,"to":1e99}"#.to_owned(),
        "null".to_owned(),
        "{".to_owned(),
        deep.clone(),
        String::new(),
    ];
    for frame in frames {
        let (mut socket, _) = connect_async(ws(&app, &format!("?token={token}"))).await.unwrap();
        socket.send(Raw::text(r#"{"type":"hello"}"#)).await.unwrap();
        socket.send(Raw::text(frame.clone())).await.unwrap();
        let answered = async {
            while let Some(Ok(message)) = socket.next().await {
                if message.to_text().is_ok_and(|text| text.contains(r#""type":"error""#)) {
                    return true;
                }
            }
            false
        };
        let answered = tokio::time::timeout(PATIENCE, answered).await.unwrap_or(false);
        assert!(answered, "no error frame for {frame}");
    }
    let mut listening = socket(&ben).await;
    say(&anna, chat, "still here").await;
    assert_eq!(next_message(&mut listening).await.body.text, "still here");
}

#[tokio::test]
async fn fault_19_a_stranger_joins_nothing_and_reads_nothing() {
    let app = TestApp::start().await;
    let (anna, _ben, chat) = friends(&app, "anna", "ben").await;
    let carla = app.register("carla").await;
    let mut stranger = socket(&carla).await;
    say(&anna, chat, "private").await;
    let pulled = stranger.pull(chat, 1, 10).await.unwrap_err();
    assert!(matches!(pulled.code(), Some("not_found" | "message.not_member")), "{pulled:?}");
    let id = kamachat_client::new_client_msg_id();
    let sent = stranger.send_message(chat, id, "let me in").await.unwrap_err();
    assert_eq!(sent.code(), Some("message.not_member"));
    let absent = kamachat_client::new_client_msg_id().as_uuid().into();
    let nowhere = stranger.send_message(absent, id, "let me in").await.unwrap_err();
    assert_eq!(nowhere.code(), sent.code(), "absent and not mine look the same");
    assert!(carla.client.messages_after(chat, 0).await.is_err());
    assert_eq!(anna.client.messages_after(chat, 0).await.unwrap().len(), 1);
}

#[tokio::test]
async fn fault_23_a_long_chinese_text_fits_a_frame() {
    let app = TestApp::start().await;
    let (anna, ben, chat) = friends(&app, "anna", "ben").await;
    let (mut from, mut to) = (socket(&anna).await, socket(&ben).await);
    for length in [171, 10_000] {
        let text = "长".repeat(length);
        from.send_message(chat, kamachat_client::new_client_msg_id(), &text).await.unwrap();
        assert_eq!(next_message(&mut to).await.body.text, text);
    }
    let over = "长".repeat(10_001);
    let refused = from.send_message(chat, kamachat_client::new_client_msg_id(), &over).await.unwrap_err();
    assert_eq!(refused.code(), Some("message.too_long"));
}
