use kamachat_client::{Window, new_client_msg_id};
use kamachat_protocol::frames::ClientFrame;
use kamachat_testkit::app::TestApp;

use super::people::{friends, next_message, say, socket};

#[tokio::test]
async fn fault_10_history_is_paged_and_both_sides_see_one_order() {
    let app = TestApp::start().await;
    let (anna, ben, chat) = friends(&app, "anna", "ben").await;
    for n in 0..60 {
        let who = if n % 2 == 0 { &anna } else { &ben };
        say(who, chat, &n.to_string()).await;
    }
    let hers = anna.client.messages_after(chat, 0).await.unwrap();
    let his = ben.client.messages_after(chat, 0).await.unwrap();
    assert_eq!(hers, his);
    assert_eq!(hers.iter().map(|m| m.seq).collect::<Vec<_>>(), (1..=60).collect::<Vec<_>>());
    let texts: Vec<_> = hers.iter().map(|m| m.body.text.clone()).collect();
    assert_eq!(texts, (0..60).map(|n| n.to_string()).collect::<Vec<_>>());
    let page = anna.client.messages(chat, Window::Latest, Some(7)).await.unwrap();
    assert_eq!(page.items.len(), 7, "never the whole table");
}

#[tokio::test]
async fn fault_20_a_first_page_holds_the_newest_messages_and_older_ones_follow() {
    let app = TestApp::start().await;
    let (anna, ben, chat) = friends(&app, "anna", "ben").await;
    for n in 1..=75 {
        say(&anna, chat, &n.to_string()).await;
    }
    let (mut seqs, mut window) = (Vec::new(), Window::Latest);
    loop {
        let page = ben.client.messages(chat, window, Some(30)).await.unwrap();
        let found: Vec<i64> = page.items.iter().map(|m| m.seq).collect();
        if seqs.is_empty() {
            assert_eq!(found, (46..=75).collect::<Vec<_>>());
        }
        seqs.splice(0..0, found);
        let Some(next) = page.next_cursor else { break };
        window = Window::Before(next.parse().expect("a number"));
    }
    assert_eq!(seqs, (1..=75).collect::<Vec<_>>());
}

#[tokio::test]
async fn fault_24_unread_is_exact_and_history_checks_membership() {
    let app = TestApp::start().await;
    let (anna, ben, chat) = friends(&app, "anna", "ben").await;
    for n in 0..5 {
        say(&anna, chat, &n.to_string()).await;
    }
    assert_eq!(ben.client.unread_count().await.unwrap(), 5);
    assert_eq!(anna.client.unread_count().await.unwrap(), 0, "own messages are not unread");
    say(&ben, chat, "an answer reads nothing").await;
    assert_eq!(ben.client.unread_count().await.unwrap(), 5);
    let state = ben.client.mark_read(chat, 3).await.unwrap();
    assert_eq!((state.read_seq, state.unread), (3, 2));
    assert_eq!(ben.client.mark_read(chat, 1).await.unwrap().read_seq, 3, "cursors never go back");
    assert_eq!(anna.client.unread_count().await.unwrap(), 1);
    assert_eq!(ben.client.mark_read(chat, 6).await.unwrap().unread, 0);
    let carla = app.register("carla").await;
    let refused = carla.client.messages(chat, Window::Latest, None).await.unwrap_err();
    assert_eq!(refused.status(), Some(404));
    assert_eq!(carla.client.unread_count().await.unwrap(), 0);
}

#[tokio::test]
async fn fault_25_what_the_socket_acknowledges_is_stored_and_delivered() {
    let app = TestApp::start().await;
    let (anna, ben, chat) = friends(&app, "anna", "ben").await;
    let (mut from, mut to) = (socket(&anna).await, socket(&ben).await);
    let id = new_client_msg_id();
    let acked = from.send_message(chat, id, "kept").await.unwrap();
    assert!(!acked.duplicate);
    assert_eq!(next_message(&mut to).await.id, acked.message.id);
    let stored = ben.client.messages_after(chat, 0).await.unwrap();
    assert_eq!(stored.iter().map(|m| m.id).collect::<Vec<_>>(), [acked.message.id]);
    let again = from.send_message(chat, id, "kept").await.unwrap();
    assert!(again.duplicate && again.message == acked.message);
    let other = from.send_message(chat, id, "another text").await.unwrap_err();
    assert_eq!(other.code(), Some("message.idempotency_mismatch"));

    to.send(&ClientFrame::Read { conversation_id: chat, seq: 1 }).await.unwrap();
    let read = async {
        while ben.client.unread_count().await.unwrap() > 0 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(super::people::PATIENCE, read).await.expect("a read mark is stored");
}
