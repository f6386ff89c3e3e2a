use std::time::Duration;

use kamachat_client::{Error, Socket, new_client_msg_id};
use kamachat_protocol::frames::{CloseCode, ServerFrame};
use kamachat_testkit::app::{PASSWORD, Person, TestApp};
use tokio::time::timeout;

use crate::elsewhere::{Compared, node};

/// What is promised when the bus is down.
const AT_MOST: Duration = Duration::from_secs(30);

/// Reads until the server closes; the code, and how many messages came before.
async fn until_closed(socket: &mut Socket) -> (Option<u16>, usize) {
    let mut messages = 0;
    loop {
        match socket.recv().await {
            Ok(ServerFrame::NewMessage { .. }) => messages += 1,
            Ok(_) => {}
            Err(Error::Closed { code, .. }) => return (code, messages),
            Err(error) => panic!("{error}"),
        }
    }
}

async fn status(person: &Person) -> Option<u16> {
    person.client.me().await.err().and_then(|error| error.status())
}

#[tokio::test]
async fn incident_01_sockets_of_a_revoked_session_close_while_the_bus_is_cut() {
    let app = TestApp::with(&[("KAMA__SYNC__SESSION_CHECK_MS", "1000")]).await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let chat = app.befriend(&mei, &tom).await;
    let phone = app.sign_in(&mei).await;
    let (mut on_phone, mut here) =
        (phone.client.connect().await.unwrap(), mei.client.connect().await.unwrap());
    let actor = app.services().accounts.authenticate(&mei.token()).await.unwrap();
    let elsewhere = node(&app, Compared::new(&app, true)).await;
    elsewhere.end_sessions(&actor, false).await.unwrap();
    let (code, _) = timeout(AT_MOST, until_closed(&mut on_phone)).await.unwrap();
    assert_eq!(code, Some(CloseCode::Revoked as u16));
    assert_eq!(status(&phone).await, Some(401));
    here.send_message(chat, new_client_msg_id(), "still here").await.unwrap();
}

#[tokio::test]
async fn incident_01_the_shipped_setting_keeps_the_promise() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let mut socket = mei.client.connect().await.unwrap();
    let actor = app.services().accounts.authenticate(&mei.token()).await.unwrap();
    node(&app, Compared::new(&app, true)).await.end_sessions(&actor, true).await.unwrap();
    let (code, messages) = timeout(AT_MOST, until_closed(&mut socket)).await.unwrap();
    assert_eq!((code, messages), (Some(CloseCode::Revoked as u16), 0));
}

#[tokio::test]
async fn incident_25_a_signed_out_token_is_worthless() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let phone = app.sign_in(&mei).await;
    let tokens = phone.client.tokens().unwrap();
    phone.client.logout().await.unwrap();
    phone.client.set_tokens(Some(tokens));
    assert_eq!(status(&phone).await, Some(401));
    assert!(phone.client.connect().await.is_err());
    assert!(phone.client.refresh().await.is_err());
    assert_eq!(status(&mei).await, None);
}

#[tokio::test]
async fn incident_25_an_old_password_is_worthless_after_its_change() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    mei.client.change_password(PASSWORD, "a new and better sentence").await.unwrap();
    for _ in 0..3 {
        let refused = app.client().login("mei", PASSWORD).await.unwrap_err();
        assert_eq!(refused.code(), Some("auth.wrong_credentials"));
    }
    let again = mei.client.change_password(PASSWORD, "yet another good sentence").await.unwrap_err();
    assert_eq!(again.code(), Some("account.wrong_password"));
}

#[tokio::test]
async fn incident_29_signing_out_closes_the_socket() {
    let app = TestApp::start().await;
    let mei = app.register("mei").await;
    let mut socket = mei.client.connect().await.unwrap();
    mei.client.logout().await.unwrap();
    let (code, _) = timeout(Duration::from_secs(5), until_closed(&mut socket)).await.unwrap();
    assert_eq!(code, Some(CloseCode::Revoked as u16));
}
