//! Saved messages: the chat with oneself.

use kamachat_client::{Socket, new_client_msg_id};
use kamachat_protocol::frames::ServerFrame;
use kamachat_testkit::app::TestApp;
use tokio::time::{Duration, timeout};

use crate::wire::get;

/// Longest wait for something that should come at once.
const PATIENCE: Duration = Duration::from_secs(20);

async fn next_text(socket: &mut Socket) -> String {
    loop {
        let frame = timeout(PATIENCE, socket.recv()).await.unwrap().unwrap();
        if let ServerFrame::NewMessage { message } = frame {
            return message.body.text;
        }
    }
}

#[tokio::test]
async fn there_is_one_chat_with_oneself_and_nobody_else_is_in_it() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let me = mei.account.id;
    let saved = mei.client.open_direct(me).await.unwrap();
    assert_eq!((saved.kind.as_str(), saved.peer.map(|peer| peer.id)), ("direct", Some(me)));
    assert_eq!(mei.client.open_direct(me).await.unwrap().id, saved.id);
    assert_ne!(tom.client.open_direct(tom.account.id).await.unwrap().id, saved.id);
    let listed = mei.client.conversations(None, None).await.unwrap().items;
    let peers: Vec<_> = listed.iter().map(|item| item.peer.as_ref().map(|peer| peer.id)).collect();
    assert_eq!(peers, [Some(me)]);
    let path = format!("/conversations/{}", saved.id);
    assert_eq!(get(&app, &path).by(&tom).send().await.refusal(), (404, "not_found".to_owned()));
}

#[tokio::test]
async fn two_devices_that_open_it_at_once_find_the_same() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let open = || mei.client.open_direct(mei.account.id);
    let (a, b, c, d) = tokio::join!(open(), open(), open(), open());
    let ids: std::collections::BTreeSet<_> =
        [a, b, c, d].into_iter().map(|saved| saved.unwrap().id).collect();
    assert_eq!(ids.len(), 1);
}

#[tokio::test]
async fn what_is_saved_comes_to_the_other_devices_and_is_never_unread() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let chat = mei.client.open_direct(mei.account.id).await.unwrap().id;
    let mut phone = mei.client.connect().await.unwrap();
    let sent = mei.client.send_text(chat, new_client_msg_id(), "milk").await.unwrap().message;
    assert_eq!(next_text(&mut phone).await, "milk");
    mei.client.edit_message(chat, sent.seq, "oat milk", 0).await.unwrap();
    mei.client.pin_message(chat, sent.seq, true).await.unwrap();
    let saved = mei.client.conversation(chat).await.unwrap();
    assert_eq!(
        (saved.unread, saved.last_message.map(|last| last.body.text)),
        (0, Some("oat milk".to_owned()))
    );
    assert_eq!(mei.client.unread_count().await.unwrap(), 0);
    mei.client.recall_message(chat, sent.seq).await.unwrap();
}
