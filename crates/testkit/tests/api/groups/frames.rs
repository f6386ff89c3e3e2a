//! Who may send which frame: every frame about a conversation by everybody.

use kamachat_client::{Error, Socket, new_client_msg_id};
use kamachat_domain::ids::{AccountId, ConversationId};
use kamachat_protocol::frames::{ClientFrame, ServerFrame};
use kamachat_testkit::app::{Person, TestApp};
use tokio::time::timeout;

use super::{PATIENCE, code, rights::Cast, say};

/// What a frame is answered with: nothing, or the code of a refusal.
async fn frames(person: &Person, id: ConversationId) -> (Result<usize, String>, Result<(), String>) {
    let mut socket = person.client.connect().await.unwrap();
    let pulled = socket.pull(id, 1, 3).await.map(|page| page.messages.len());
    let sent = socket.send_message(id, new_client_msg_id(), "by a frame").await.map(|_| ());
    for frame in [
        ClientFrame::Read { conversation_id: id, seq: 1_000 },
        ClientFrame::Delivered { conversation_id: id, seq: 1_000 },
    ] {
        socket.send(&frame).await.unwrap();
    }
    // Whatever the cursors led to has happened once this is answered.
    let _ = socket.pull(id, 1, 1).await;
    socket.close().await.unwrap();
    (pulled.map_err(told), sent.map_err(told))
}

fn told(error: Error) -> String {
    error.code().unwrap_or_default().to_owned()
}

/// Whose cursors were told, until a message with this number.
async fn readers(socket: &mut Socket, last: i64) -> Vec<AccountId> {
    let mut readers = Vec::new();
    let all = async {
        loop {
            match socket.recv().await.unwrap() {
                ServerFrame::Read { user_id, .. } | ServerFrame::Delivered { user_id, .. } => {
                    readers.push(user_id);
                }
                ServerFrame::NewMessage { message } if message.seq >= last => break,
                _ => {}
            }
        }
    };
    timeout(PATIENCE, all).await.unwrap();
    readers
}

#[tokio::test]
async fn every_frame_about_a_group_knows_who_may_send_it() {
    let cast = Cast::new().await;
    let mut observer = cast.owner.client.connect().await.unwrap();
    for member in [&cast.admin, &cast.member] {
        let (pulled, sent) = frames(member, cast.id).await;
        assert!(pulled.is_ok() && sent.is_ok(), "{}: {pulled:?} {sent:?}", member.account.username);
    }
    let (pulled, sent) = frames(&cast.muted, cast.id).await;
    assert!(pulled.is_ok(), "{pulled:?}");
    assert_eq!(sent, Err("message.silenced".to_owned()));
    for outsider in &cast.outsiders {
        let refused = (Err("not_found".to_owned()), Err("message.not_member".to_owned()));
        assert_eq!(frames(outsider, cast.id).await, refused, "{}", outsider.account.username);
    }
    assert_eq!(cast.disabled.client.connect().await.unwrap_err().status(), Some(401));
    assert_eq!(cast.app.client().connect().await.unwrap_err().status(), Some(401));
    // A cursor rides with the messages of its time; those of the next commit come after it.
    say(&cast.owner, cast.id, "nearly").await;
    let last = say(&cast.owner, cast.id, "the end").await.seq;
    let mut other = cast.admin.client.connect().await.unwrap();
    assert_eq!(other.pull(cast.id, last, last).await.unwrap().messages.len(), 1);
    let heard = readers(&mut observer, last).await;
    for outsider in &cast.outsiders {
        assert!(!heard.contains(&outsider.account.id), "{} has no cursor here", outsider.account.username);
    }
    for member in [&cast.admin, &cast.member, &cast.muted] {
        assert!(heard.contains(&member.account.id), "{} has one", member.account.username);
    }
}

#[tokio::test]
async fn somebody_blocked_reads_what_was_said_and_says_nothing() {
    let app = TestApp::start().await;
    let (mei, tom) = (app.register("mei").await, app.register("tom").await);
    let id = app.befriend(&mei, &tom).await;
    for text in ["one", "two", "three"] {
        say(&mei, id, text).await;
    }
    mei.client.block(tom.account.id).await.unwrap();
    for person in [&mei, &tom] {
        assert_eq!(frames(person, id).await, (Ok(3), Err("message.refused".to_owned())));
    }
    let stranger = app.register("ann").await;
    assert_eq!(frames(&stranger, id).await.0, Err("not_found".to_owned()));
    assert_eq!(code(stranger.client.conversation(id).await), "not_found");
}
