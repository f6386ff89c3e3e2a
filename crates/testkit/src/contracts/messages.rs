//! Messages: unique by number, by id and by their sender's key; read in windows.

use kamachat_application::{
    messages::{Incoming, repository::MessageKey},
    ports::PortError,
};
use kamachat_domain::{
    Limit,
    ids::{AccountId, ConversationId},
    messages::{Body, MergedItem, Message, MessageKind, Refs},
};

use super::fixtures::{TestStore, at, history, id, message, sorted, text, write};

async fn insert(store: &TestStore, messages: &[Message]) -> Result<(), PortError> {
    write(store, async |tx| tx.messages().insert(messages).await).await
}

fn key(message: &Message) -> MessageKey {
    (message.conversation_id, message.sender_id, message.client_msg_id)
}

fn limit(n: i64) -> Limit {
    Limit::parse(Some(n)).unwrap()
}

pub async fn a_window_is_read_from_either_end(store: TestStore) {
    let (here, ada): (ConversationId, AccountId) = (id(), id());
    let all = history(&store, here, ada, 40).await;
    history(&store, id(), ada, 5).await;
    let read = store.read();
    let up = read.messages().ascending(here, 11, 30, limit(5)).await.unwrap();
    assert_eq!(up, all[10..15]);
    let down = read.messages().descending(here, 11, 30, limit(5)).await.unwrap();
    assert!(down.iter().eq(all[25..30].iter().rev()));
    assert_eq!(read.messages().ascending(here, 1, i64::MAX, Limit::max()).await.unwrap(), all);
    for (from, to) in [(41, 50), (5, 4), (-3, 0)] {
        assert!(read.messages().ascending(here, from, to, limit(9)).await.unwrap().is_empty());
        assert!(read.messages().descending(here, from, to, limit(9)).await.unwrap().is_empty());
    }
    assert!(read.messages().ascending(id(), 1, 9, limit(9)).await.unwrap().is_empty());
}

pub async fn the_newest_message_is_one_that_was_not_deleted_for_oneself(store: TestStore) {
    let (here, ada, bob): (ConversationId, AccountId, AccountId) = (id(), id(), id());
    let all = history(&store, here, ada, 5).await;
    history(&store, id(), ada, 9).await;
    for seq in [2, 4, 5] {
        write(&store, async |tx| tx.message_changes().hide(ada, here, seq, at(0)).await).await.unwrap();
    }
    let read = store.read();
    let newest = async |who, from| read.messages().newest_shown(who, here, from).await.unwrap();
    assert_eq!(newest(ada, 1).await.as_ref(), Some(&all[2]));
    assert_eq!(newest(ada, 4).await, None);
    assert_eq!(newest(bob, 1).await.as_ref(), Some(&all[4]));
}

/// More than one statement's worth, and every length of a piece.
pub async fn many_messages_are_stored_and_found_by_their_keys(store: TestStore) {
    let (here, there, ada): (ConversationId, ConversationId, AccountId) = (id(), id(), id());
    let mut all = history(&store, here, ada, 700).await;
    all.extend(history(&store, there, ada, 3).await);
    for count in [0, 1, 2, 3, 100, 257, 703] {
        let asked: Vec<MessageKey> = all.iter().rev().take(count).map(key).collect();
        let found = store.read().messages().by_keys(&asked).await.unwrap();
        assert_eq!(found.len(), count);
        assert_eq!(sorted(found.iter().map(key)), sorted(asked));
        let ids: Vec<_> = all.iter().take(count).map(|message| message.id).collect();
        let found = store.read().messages().find_many(&ids).await.unwrap();
        assert_eq!(sorted(found.iter().map(|message| message.id)), sorted(ids));
    }
    let (c, a, m) = key(&all[0]);
    let strangers = [(there, a, m), (c, id(), m), (c, a, id())];
    assert!(store.read().messages().by_keys(&strangers).await.unwrap().is_empty(), "all three parts count");
    let found = store.read().messages().by_keys(&[(c, a, m)]).await.unwrap();
    assert_eq!(found, all[..1]);
}

pub async fn a_number_an_id_and_a_senders_key_are_taken_once(store: TestStore) {
    let (here, ada): (ConversationId, AccountId) = (id(), id());
    let first = history(&store, here, ada, 1).await.remove(0);
    let next = message(here, ada, 2);
    let same_number = Message { seq: 1, ..next.clone() };
    let same_id = Message { id: first.id, ..next.clone() };
    let same_key = Message { client_msg_id: first.client_msg_id, ..next.clone() };
    for taken in [same_number, same_id, same_key.clone()] {
        let refused = insert(&store, &[next.clone(), taken]).await;
        assert!(matches!(refused, Err(PortError::Duplicate)), "{refused:?}");
    }
    // The same client id is another message elsewhere and of another sender.
    let elsewhere = Message { conversation_id: id(), id: id(), ..same_key.clone() };
    let of_another = Message { sender_id: id(), ..same_key };
    insert(&store, &[elsewhere, of_another]).await.unwrap();
}

pub async fn every_text_comes_back_as_it_was_sent(store: TestStore) {
    let (here, ada): (ConversationId, AccountId) = (id(), id());
    let longest = "😀".repeat(10_000);
    let controls = "\u{1}".repeat(10_000);
    let texts = [
        "plain",
        "  spaces around  ",
        "line\nline\r\n\ttab",
        "'; DROP TABLE message; -- \" \\ % _ ? $1 :a",
        "你好，世界 مرحبا שלום 👩‍👩‍👧‍👦",
        "\u{202e}turned\u{feff}\u{200d}",
        "{\"text\":\"json\"}",
        &longest,
        &controls,
    ];
    let messages: Vec<Message> = (1..)
        .zip(texts)
        .map(|(seq, content)| {
            let body = text(content);
            Message {
                body_hash: body.hash(),
                body,
                rev: (seq % 2 == 0).then_some(seq),
                ..message(here, ada, seq)
            }
        })
        .collect();
    insert(&store, &messages).await.unwrap();
    assert_eq!(store.read().messages().ascending(here, 1, 99, Limit::max()).await.unwrap(), messages);
}

pub async fn countable_messages_are_counted(store: TestStore) {
    let (here, ada, bob): (ConversationId, AccountId, AccountId) = (id(), id(), id());
    let of = |seq| if seq % 3 == 0 { bob } else { ada };
    let messages: Vec<Message> =
        (1..=12).map(|seq| Message { cnt: seq + 100, ..message(here, of(seq), seq) }).collect();
    insert(&store, &messages).await.unwrap();
    let read = store.read();
    assert_eq!(read.messages().count_at(here, 7).await.unwrap(), 107);
    assert_eq!(read.messages().count_at(here, 0).await.unwrap(), 0);
    assert!(read.messages().count_at(here, 13).await.is_err(), "there is no such number");
    for seq in 0..=13 {
        let expected = messages.iter().filter(|m| m.sender_id == bob && m.seq > seq).count();
        assert_eq!(
            read.messages().own_above(here, bob, seq).await.unwrap(),
            i64::try_from(expected).unwrap()
        );
    }
    assert_eq!(read.messages().own_above(here, id(), 0).await.unwrap(), 0);
}

pub async fn a_message_that_cannot_be_stored_is_kept_for_the_operator(store: TestStore) {
    let incoming = Incoming {
        conversation_id: id(),
        sender_id: id(),
        client_msg_id: id(),
        body: text("poison ☠"),
        refs: Refs::default(),
        origin: None,
    };
    for reason in ["refused", &"long ".repeat(1000)] {
        write(&store, async |tx| tx.messages().bury(&incoming, reason).await).await.unwrap();
    }
}

pub async fn what_was_sent_on_is_stored_as_it_was(store: TestStore) {
    let (here, ada): (ConversationId, AccountId) = (id(), id());
    let item =
        |kind, text: &str| MergedItem {
            sender: "周美琪".into(), kind, text: text.into(), created_at: at(7)
        };
    let items = vec![item(MessageKind::Text, "你好 \"🙂\""), item(MessageKind::Merged, "")];
    let refs = Refs { forwarded: true, ..Refs::default() };
    let merged = Message { body: Body::Merged(items), refs, ..message(here, ada, 1) };
    insert(&store, std::slice::from_ref(&merged)).await.unwrap();
    assert_eq!(store.read().messages().find_many(&[merged.id]).await.unwrap(), [merged]);
    assert_eq!(store.read().messages().own_above(here, ada, 0).await.unwrap(), 1, "it counts");
}
