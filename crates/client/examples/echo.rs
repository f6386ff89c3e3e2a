//! A bot that repeats what it is told:
//!
//! ```text
//! cargo run -p kamachat-client --example echo -- http://127.0.0.1:8000 NAME PASSWORD
//! ```
//!
//! Opens the account if there is none, becomes the contact of whoever asks, and survives restarts of the server.

use kamachat_client::{
    Client, Error, Event, ResumeOptions, Resuming,
    protocol::{contacts::RequestState, frames::AccountEventKind},
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let (Some(address), Some(name), Some(password)) = (arguments.next(), arguments.next(), arguments.next())
    else {
        eprintln!("echo ADDRESS NAME PASSWORD");
        return Ok(());
    };
    let client = Client::new(&address)?;
    if client.login(&name, &password).await.is_err() {
        client.register(&name, &password).await?;
    }

    let mut chat = Resuming::start(&client, ResumeOptions::default()).await?;
    let (writer, me) = (chat.writer(), chat.account().id);
    while let Some(event) = chat.recv().await {
        match event {
            Event::Online => befriend(&client, me).await?,
            Event::Account(change) if change.kind == AccountEventKind::FriendRequest => {
                befriend(&client, me).await?;
            }
            Event::Message(message) if message.sender.id != me => {
                writer.send_text(message.conversation_id, &message.body.text).await?;
                writer.read(message.conversation_id, message.seq).await?;
            }
            Event::Offline(why) => eprintln!("offline: {why}"),
            Event::SignedOut(why) => return Err(why),
            _ => {}
        }
    }
    Ok(())
}

/// Says yes to everybody who waits for an answer.
async fn befriend(client: &Client, me: kamachat_client::AccountId) -> Result<(), Error> {
    for request in client.friend_requests(None, Some(200)).await?.items {
        if request.state == RequestState::Pending && request.to.id == me {
            client.accept_friend(request.id).await?;
        }
    }
    Ok(())
}
