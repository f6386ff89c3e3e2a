//! Who keeps whom away.

use kamachat_domain::{
    Limit,
    contacts::{Block, FriendRequest, Note},
    ids::AccountId,
};

use super::fixtures::{TestStore, at, id, sorted, write};

async fn block(store: &TestStore, owner_id: AccountId, peer_id: AccountId, seconds: i64) {
    let block = Block { owner_id, peer_id, created_at: at(seconds) };
    write(store, async |tx| tx.blocks().put(&block).await).await.unwrap();
}

pub async fn a_block_has_a_side_and_is_there_once(store: TestStore) {
    let (a, b): (AccountId, AccountId) = (id(), id());
    assert!(store.read().blocks().between(a, b).await.unwrap().is_empty());
    block(&store, a, b, 1).await;
    block(&store, a, b, 2).await;
    for (one, other) in [(a, b), (b, a)] {
        assert_eq!(store.read().blocks().between(one, other).await.unwrap(), [a]);
    }
    block(&store, b, a, 3).await;
    assert_eq!(sorted(store.read().blocks().between(a, b).await.unwrap()), sorted([a, b]));
    let listed = store.read().blocks().list(a, None, Limit::max()).await.unwrap();
    assert_eq!(listed, [Block { owner_id: a, peer_id: b, created_at: at(1) }]);
    let remove = async || write(&store, async |tx| tx.blocks().remove(a, b).await).await.unwrap();
    assert_eq!((remove().await, remove().await), (true, false));
    assert_eq!(store.read().blocks().between(a, b).await.unwrap(), [b]);
}

pub async fn those_apart_are_found_whoever_blocks(store: TestStore) {
    let me: AccountId = id();
    let [mine, his, free]: [AccountId; 3] = [id(), id(), id()];
    block(&store, me, mine, 0).await;
    block(&store, his, me, 0).await;
    block(&store, mine, his, 0).await;
    let around = store.read().blocks().around(me, &[free, mine, his, mine]).await.unwrap();
    assert_eq!(sorted(around), sorted([mine, his]));
    assert!(store.read().blocks().around(me, &[]).await.unwrap().is_empty());
}

pub async fn the_list_of_blocks_goes_on_where_a_page_ended(store: TestStore) {
    let me: AccountId = id();
    let peers: Vec<AccountId> = sorted((0..5).map(|_| id()));
    for peer in peers.iter().rev() {
        block(&store, me, *peer, 0).await;
        block(&store, *peer, me, 0).await;
    }
    let (mut seen, limit): (Vec<AccountId>, _) = (Vec::new(), Limit::parse(Some(2)).unwrap());
    loop {
        let page = store.read().blocks().list(me, seen.last().copied(), limit).await.unwrap();
        if page.is_empty() {
            break;
        }
        seen.extend(page.iter().map(|block| block.peer_id));
    }
    assert_eq!(seen, peers);
}

pub async fn requests_of_blocked_people_are_out_of_sight_for_the_blocker_only(store: TestStore) {
    let (me, other): (AccountId, AccountId) = (id(), id());
    let request = FriendRequest::ask(id(), other, me, Note::default(), at(0)).unwrap();
    write(&store, async |tx| tx.contacts().insert_request(&request).await).await.unwrap();
    block(&store, me, other, 1).await;
    let seen = async |by| store.read().contacts().requests_of(by, None, Limit::max()).await.unwrap();
    assert!(seen(me).await.is_empty());
    assert_eq!(seen(other).await, [request]);
}
