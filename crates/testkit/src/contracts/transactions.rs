//! Transactions: all or nothing, seen after the commit, one after the other on one row.

use kamachat_application::ports::PasswordHash;

use super::fixtures::{TestStore, account, at, direct, id, message, registered, write};

pub async fn what_is_not_committed_is_gone_and_nobody_saw_it(store: TestStore) {
    let account = account("ada", None);
    let tx = store.begin().await.unwrap();
    tx.accounts().insert(&account, &PasswordHash("a hash".into())).await.unwrap();
    assert_eq!(tx.accounts().find(account.id).await.unwrap(), Some(account.clone()), "it sees itself");
    assert_eq!(store.read().accounts().find(account.id).await.unwrap(), None);
    drop(tx);
    assert_eq!(store.read().accounts().find(account.id).await.unwrap(), None);
    // The connection is good again, and the name is free.
    registered(&store, "ada").await;
}

pub async fn what_is_committed_is_seen_by_the_next_read(store: TestStore) {
    for n in 0..20 {
        let account = registered(&store, &format!("user{n}")).await;
        assert!(store.read().accounts().find(account.id).await.unwrap().is_some());
    }
}

pub async fn an_error_in_a_transaction_leaves_the_store_usable(store: TestStore) {
    registered(&store, "ada").await;
    for _ in 0..3 {
        let twin = account("ada", None);
        let refused =
            write(&store, async |tx| tx.accounts().insert(&twin, &PasswordHash("x".into())).await).await;
        assert!(refused.is_err());
    }
    registered(&store, "bob").await;
}

/// The lock on the head is the only authority for order: without it the two would take the same numbers.
pub async fn writers_of_one_conversation_get_dense_numbers(store: TestStore) {
    const EACH: i64 = 15;
    let (ada, bob) = (registered(&store, "ada").await.id, registered(&store, "bob").await.id);
    let head = direct(&store, ada, bob).await;
    let writer = async |sender| {
        for _ in 0..EACH {
            write(&store, async |tx| {
                let mut heads = tx.conversations().lock(&[head.id]).await?;
                let numbers = heads[0].number(id(), true, at(1));
                let mut message = message(head.id, sender, numbers.seq);
                message.cnt = numbers.cnt;
                tx.messages().insert(&[message]).await?;
                tx.conversations().save(&heads, at(1)).await
            })
            .await
            .unwrap();
        }
    };
    tokio::join!(writer(ada), writer(bob), writer(ada));
    let (now, _) = store.read().conversations().find_for(ada, head.id).await.unwrap().unwrap();
    assert_eq!((now.last_seq, now.last_cnt), (3 * EACH, 3 * EACH));
    let all = store.read().messages().ascending(head.id, 1, i64::MAX, kamachat_domain::Limit::max()).await;
    assert!(all.unwrap().iter().map(|message| message.seq).eq(1..=3 * EACH));
}

/// Many conversations in opposite orders: locks are taken in the order of ids, so nobody waits in a circle.
pub async fn writers_of_the_same_conversations_do_not_block_each_other_for_ever(store: TestStore) {
    let ada = registered(&store, "ada").await.id;
    let mut ids = Vec::new();
    for n in 0..12 {
        let peer = registered(&store, &format!("peer{n}")).await.id;
        ids.push(direct(&store, ada, peer).await.id);
    }
    let backwards: Vec<_> = ids.iter().rev().copied().collect();
    let writer = async |ids: &[kamachat_domain::ids::ConversationId]| {
        for _ in 0..8 {
            write(&store, async |tx| {
                let mut heads = tx.conversations().lock(ids).await?;
                assert!(heads.is_sorted_by_key(|head| head.id) && heads.len() == 12);
                heads.iter_mut().for_each(|head| head.last_rev += 1);
                tx.conversations().save(&heads, at(2)).await
            })
            .await
            .unwrap();
        }
    };
    tokio::join!(writer(&ids), writer(&backwards));
    let heads = store.read().conversations().lock(&ids).await.unwrap();
    assert!(heads.iter().all(|head| head.last_rev == 16));
}

pub async fn the_databases_time_does_not_run_backwards(store: TestStore) {
    let mut last = store.read().now().await.unwrap();
    assert_eq!(last.timestamp_subsec_nanos() % 1_000_000, 0, "milliseconds");
    for _ in 0..50 {
        let now = store.read().now().await.unwrap();
        assert!(now >= last);
        last = now;
    }
    let tx = store.begin().await.unwrap();
    let in_transaction = tx.now().await.unwrap();
    assert!(in_transaction >= last && (in_transaction - last).num_seconds() < 60);
    store.ping().await.unwrap();
}
