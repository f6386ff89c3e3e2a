//! The account feed: dense numbers, also when two append at once.

use kamachat_application::{
    feed::{FeedEvent, FeedKind},
    ports::PortError,
};
use kamachat_domain::{Limit, ids::AccountId};

use super::fixtures::{TestStore, at, id, registered, write};

async fn append(store: &TestStore, account: AccountId, kind: FeedKind) -> Result<FeedEvent, PortError> {
    write(store, async |tx| tx.feed().append(account, kind, id(), at(3)).await).await
}

pub async fn events_are_numbered_from_one_and_read_from_any_number(store: TestStore) {
    let (ada, bob) = (registered(&store, "ada").await.id, registered(&store, "bob").await.id);
    assert_eq!(store.read().feed().last(ada).await.unwrap(), 0);
    let kinds = [FeedKind::FriendRequest, FeedKind::Contact, FeedKind::Conversation, FeedKind::Session];
    let mut events = Vec::new();
    for n in 0..7 {
        events.push(append(&store, ada, kinds[n % 4]).await.unwrap());
        append(&store, bob, FeedKind::Contact).await.unwrap();
    }
    assert!(events.iter().map(|event| event.useq).eq(1..=7));
    let read = store.read();
    assert_eq!(read.feed().last(ada).await.unwrap(), 7);
    assert_eq!(read.feed().since(ada, 0, Limit::max()).await.unwrap(), events);
    let two = Limit::parse(Some(2)).unwrap();
    assert_eq!(read.feed().since(ada, 3, two).await.unwrap(), events[3..5]);
    assert!(read.feed().since(ada, 7, two).await.unwrap().is_empty());
}

pub async fn two_who_append_at_once_get_numbers_without_a_hole(store: TestStore) {
    let ada = registered(&store, "ada").await.id;
    let many = async || {
        for _ in 0..10 {
            append(&store, ada, FeedKind::Contact).await.unwrap();
        }
    };
    tokio::join!(many(), many(), many());
    let events = store.read().feed().since(ada, 0, Limit::max()).await.unwrap();
    assert!(events.iter().map(|event| event.useq).eq(1..=30));
}

pub async fn nobody_has_a_feed_without_an_account(store: TestStore) {
    assert!(append(&store, id(), FeedKind::Contact).await.is_err());
    assert_eq!(store.read().feed().last(id()).await.unwrap(), 0);
}

/// The number is taken back with the transaction.
pub async fn an_event_that_is_rolled_back_leaves_no_hole(store: TestStore) {
    let ada = registered(&store, "ada").await.id;
    let tx = store.begin().await.unwrap();
    tx.feed().append(ada, FeedKind::Contact, id(), at(0)).await.unwrap();
    drop(tx);
    assert_eq!(append(&store, ada, FeedKind::Contact).await.unwrap().useq, 1);
}
