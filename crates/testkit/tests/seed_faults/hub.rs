use std::time::Duration;

use futures_util::SinkExt;
use kamachat_client::new_client_msg_id;
use kamachat_protocol::frames::ServerFrame;
use kamachat_testkit::app::TestApp;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::{connect_async, tungstenite::Message as Raw};

use super::people::{PATIENCE, friends, next_message, say, socket};

#[tokio::test]
async fn fault_07_a_reader_that_does_not_read_holds_up_nobody() {
    let app = TestApp::start().await;
    let (anna, ben, slow_chat) = friends(&app, "anna", "ben").await;
    let carla = app.register("carla").await;
    let quick_chat = app.befriend(&anna, &carla).await;
    let token = ben.token();
    let address = format!("{}/ws?token={token}", app.origin().replacen("http", "ws", 1));
    // Says hello and never reads again.
    let (mut stuck, _) = connect_async(address).await.unwrap();
    stuck.send(Raw::text(r#"{"type":"hello"}"#)).await.unwrap();
    let (mut sender, mut quick) = (socket(&anna).await, socket(&carla).await);
    let long = "长".repeat(10_000);
    for _ in 0..400 {
        sender.send_message(slow_chat, new_client_msg_id(), &long).await.expect("the sender is not held up");
    }
    sender.send_message(quick_chat, new_client_msg_id(), "quick").await.unwrap();
    assert_eq!(next_message(&mut quick).await.body.text, "quick");
    let all = ben.client.messages_after(slow_chat, 0).await.unwrap();
    assert_eq!(all.len(), 400, "what the slow reader missed can be pulled");
}

#[tokio::test]
async fn fault_08_dead_sockets_leave_and_everything_queued_goes_out() {
    let app = TestApp::start().await;
    let (anna, ben, chat) = friends(&app, "anna", "ben").await;
    let (mut from, mut to) = (socket(&anna).await, socket(&ben).await);
    // More than the hundred that used to be the limit, without reading in between.
    for n in 0..150 {
        from.send_message(chat, new_client_msg_id(), &n.to_string()).await.unwrap();
    }
    for n in 0..150 {
        assert_eq!(
            next_message(&mut to).await.body.text,
            n.to_string(),
            "in order, without the reader sending"
        );
    }
    assert_eq!(app.sockets(), 2);
    drop((from, to));
    let gone = async {
        while app.sockets() > 0 {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, gone).await.expect("dropped sockets are not kept");
}

#[tokio::test]
async fn fault_26_new_chats_reach_open_sockets_and_sockets_outlive_a_minute_of_silence() {
    let app = TestApp::start().await;
    let (anna, ben) = (app.register("anna").await, app.register("ben").await);
    // Connected before the chat exists.
    let mut early = socket(&ben).await;
    assert!(early.welcome().heartbeat <= Duration::from_secs(30), "the server pings well within a minute");
    let chat = app.befriend(&anna, &ben).await;
    say(&anna, chat, "a chat that is new").await;
    assert_eq!(next_message(&mut early).await.conversation_id, chat);
}

#[tokio::test]
async fn fault_27_the_senders_other_devices_see_the_message_and_the_sending_one_gets_an_ack() {
    let app = TestApp::start().await;
    let (anna, _ben, chat) = friends(&app, "anna", "ben").await;
    let (mut phone, mut laptop) = (socket(&anna).await, socket(&anna).await);
    let acked = phone.send_message(chat, new_client_msg_id(), "from my phone").await.unwrap();
    let seen = next_message(&mut laptop).await;
    assert_eq!((seen.id, seen.seq), (acked.message.id, acked.message.seq));
    // The next thing that the phone hears is not its own message.
    laptop.send_message(chat, new_client_msg_id(), "from my laptop").await.unwrap();
    let heard = timeout(PATIENCE, async {
        loop {
            if let ServerFrame::NewMessage { message } = phone.recv().await.unwrap() {
                return message;
            }
        }
    });
    assert_eq!(heard.await.unwrap().body.text, "from my laptop");
}
