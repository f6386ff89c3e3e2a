//! The account feed: dense numbers, also when two append at once.

use std::{sync::Arc, time::Duration};

use kamachat_application::{
    Actor,
    feed::{Feed, FeedEvent, FeedKind},
    ports::PortError,
};
use kamachat_domain::{Limit, accounts::Role, ids::AccountId};

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

pub async fn what_happened_long_ago_is_forgotten_and_whoever_missed_it_hears_so(store: TestStore) {
    let (ada, bob) = (registered(&store, "ada").await.id, registered(&store, "bob").await.id);
    let now = store.read().now().await.unwrap();
    let days_ago = async |account: AccountId, days: u64| {
        let happened = now - Duration::from_hours(24 * days);
        write(&store, async |tx| tx.feed().append(account, FeedKind::Contact, id(), happened).await).await
    };
    for days in [90, 60, 32, 28, 0] {
        days_ago(ada, days).await.unwrap();
    }
    days_ago(bob, 31).await.unwrap();

    // Piece by piece, the oldest first.
    let before = now - Duration::from_hours(24 * 31);
    let forget = async || write(&store, async |tx| tx.feed().forget(before, 2).await).await.unwrap();
    assert_eq!((forget().await, forget().await, forget().await), (2, 1, 0));

    let feed = Feed::new(Arc::clone(&store));
    assert_eq!(feed.forget_old().await.unwrap(), 1, "the one of bob");
    let since = async |account_id, number| {
        let actor = Actor { account_id, session_id: id(), role: Role::User };
        feed.since(&actor, number).await.unwrap()
    };
    for missed in 0..3 {
        let page = since(ada, missed).await;
        assert_eq!((page.reset, page.events.len(), page.last_useq), (true, 0, 5), "after {missed}");
    }
    let page = since(ada, 3).await;
    assert!(!page.reset && page.events.iter().map(|event| event.useq).eq(4..=5));
    assert!(!since(ada, 5).await.reset, "nothing was missed");
    assert!(since(bob, 0).await.reset, "nothing is left");
    assert!(!since(bob, 1).await.reset);
}
