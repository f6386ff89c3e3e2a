use kamachat_client::Window;
use kamachat_protocol::frames::{AccountEventKind, ServerFrame};
use kamachat_testkit::app::TestApp;
use tokio::time::timeout;

use super::{PATIENCE, pair, refusal, refused, say};

/// The kinds of what comes over the account feed, until the wanted one.
async fn until(socket: &mut kamachat_client::Socket, kind: AccountEventKind) -> String {
    let event = async {
        loop {
            if let ServerFrame::AccountEvents { items, .. } = socket.recv().await.unwrap()
                && let Some(event) = items.into_iter().find(|event| event.kind == kind)
            {
                return event.ref_id;
            }
        }
    };
    timeout(PATIENCE, event).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_deletes_for_himself_is_gone_on_all_his_devices_and_nowhere_else() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let mut seqs = Vec::new();
    for text in ["one", "two", "three"] {
        seqs.push(say(&mei, chat, text).await);
    }
    let mut phone = app.sign_in(&tom).await.client.connect().await.unwrap();
    tom.client.delete_message_for_me(chat, seqs[1].seq).await.unwrap();
    tom.client.delete_message_for_me(chat, seqs[1].seq).await.unwrap();
    assert_eq!(until(&mut phone, AccountEventKind::MessageHidden).await, seqs[1].id.to_string());
    let page = tom.client.messages(chat, Window::Around(seqs[1].seq), Some(50)).await.unwrap();
    assert!(page.items.iter().all(|message| message.seq != seqs[1].seq));
    let pulled = phone.pull(chat, 1, seqs[2].seq).await.unwrap();
    assert!(pulled.messages.iter().all(|message| message.seq != seqs[1].seq));
    mei.client.react(chat, seqs[1].seq, "👍", true).await.unwrap();
    mei.client.react(chat, seqs[2].seq, "👍", true).await.unwrap();
    let changes = tom.client.changes(chat, 0).await.unwrap();
    assert_eq!((changes.items.len(), changes.items[0].seq, changes.last_rev), (1, seqs[2].seq, 2));
    // His open device hears of the second change and not of the first.
    let frame = async {
        loop {
            if let ServerFrame::MessageChanged { seq, .. } = phone.recv().await.unwrap() {
                return seq;
            }
        }
    };
    assert_eq!(timeout(PATIENCE, frame).await.unwrap(), seqs[2].seq);
    assert_eq!(refusal(tom.client.react(chat, seqs[1].seq, "👍", true).await), refused(404, "not_found"));
    assert_eq!(tom.client.conversation(chat).await.unwrap().unread, 3, "it still counts");
    tom.client.delete_message_for_me(chat, seqs[2].seq).await.unwrap();
    let left = tom.client.messages(chat, Window::Latest, Some(50)).await.unwrap().items;
    let left = left.into_iter().max_by_key(|message| message.seq);
    let shown = tom.client.conversation(chat).await.unwrap().last_message;
    assert_eq!(shown.map(|message| message.id), left.map(|message| message.id));
    let theirs = mei.client.messages(chat, Window::Latest, Some(50)).await.unwrap().items;
    assert_eq!(theirs.iter().filter(|message| message.kind == "text").count(), 3);
    let stranger = app.register("stranger").await;
    for seq in [0, -3, 99] {
        assert_eq!(refusal(tom.client.delete_message_for_me(chat, seq).await), refused(404, "not_found"));
    }
    assert_eq!(refusal(stranger.client.delete_message_for_me(chat, 1).await), refused(404, "not_found"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cleared_history_never_comes_back() {
    let app = TestApp::start().await;
    let (mei, tom, chat) = pair(&app).await;
    let first = say(&mei, chat, "one").await;
    let last = say(&mei, chat, "two").await;
    let mut phone = app.sign_in(&tom).await.client.connect().await.unwrap();
    tom.client.clear_history(chat).await.unwrap();
    tom.client.clear_history(chat).await.unwrap();
    assert_eq!(until(&mut phone, AccountEventKind::HistoryCleared).await, chat.to_string());
    let seen = tom.client.conversation(chat).await.unwrap();
    assert_eq!((seen.unread, seen.visible_from, seen.read_seq), (0, last.seq + 1, last.seq));
    assert!(seen.last_message.is_none());
    assert_eq!(tom.client.messages_after(chat, 0).await.unwrap(), []);
    assert_eq!(phone.pull(chat, 1, last.seq).await.unwrap().messages, []);
    mei.client.edit_message(chat, last.seq, "again", 0).await.unwrap();
    let changes = tom.client.changes(chat, 0).await.unwrap();
    assert_eq!((changes.items.len(), changes.last_rev), (0, 1));
    assert_eq!(refusal(tom.client.earlier_texts(chat, last.seq).await), refused(404, "not_found"));
    assert_eq!(refusal(tom.client.react(chat, first.seq, "👍", true).await), refused(404, "not_found"));
    // What comes afterwards is there, and the first thing that an open device gets.
    let next = say(&mei, chat, "three").await;
    let frame = async {
        loop {
            match phone.recv().await.unwrap() {
                ServerFrame::NewMessage { message } => return message,
                ServerFrame::MessageChanged { seq, .. } => panic!("{seq} was cleared"),
                _ => {}
            }
        }
    };
    assert_eq!(timeout(PATIENCE, frame).await.unwrap(), next);
    assert_eq!(tom.client.messages_after(chat, 0).await.unwrap(), [next]);
    assert_eq!(tom.client.conversation(chat).await.unwrap().unread, 1);
    assert_eq!(mei.client.messages_after(chat, first.seq - 1).await.unwrap().len(), 3);
    let stranger = app.register("stranger").await;
    assert_eq!(refusal(stranger.client.clear_history(chat).await), refused(404, "not_found"));
}
