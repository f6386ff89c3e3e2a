//! Codes for registration: counted exactly, over at their time.

use kamachat_application::ports::PortError;
use kamachat_domain::accounts::RegistrationInvite;

use super::fixtures::{TestStore, at, id, secret, write};

async fn issued(store: &TestStore, uses: u32) -> RegistrationInvite {
    let invite = RegistrationInvite::issue(id(), secret(), uses, 1, at(0)).unwrap();
    write(store, async |tx| tx.invites().insert(&invite).await).await.unwrap();
    invite
}

async fn use_one(store: &TestStore, hash: &[u8; 32], seconds: i64) -> bool {
    write(store, async |tx| tx.invites().use_one(hash, at(seconds)).await).await.unwrap()
}

pub async fn a_code_is_good_until_its_time_and_its_number(store: TestStore) {
    let invite = issued(&store, 2).await;
    let hash = invite.code_hash;
    assert_eq!(store.read().invites().find(&hash).await.unwrap().as_ref(), Some(&invite));
    assert!(!use_one(&store, &secret(), 0).await, "unknown");
    let end = 24 * 3600;
    assert!(!use_one(&store, &hash, end).await, "expired");
    assert!(use_one(&store, &hash, end - 1).await);
    assert!(use_one(&store, &hash, 1).await);
    assert!(!use_one(&store, &hash, 1).await, "used up");
    assert_eq!(store.read().invites().find(&hash).await.unwrap().map(|invite| invite.used), Some(2));

    let twin = RegistrationInvite { id: id(), ..invite };
    let refused = write(&store, async |tx| tx.invites().insert(&twin).await).await;
    assert!(matches!(refused, Err(PortError::Duplicate)));
}

pub async fn the_last_use_of_a_code_is_given_once(store: TestStore) {
    let hash = issued(&store, 1).await.code_hash;
    let (a, b, c) =
        tokio::join!(use_one(&store, &hash, 1), use_one(&store, &hash, 1), use_one(&store, &hash, 1));
    assert_eq!([a, b, c].into_iter().filter(|taken| *taken).count(), 1);
}

pub async fn a_use_that_is_rolled_back_is_given_back(store: TestStore) {
    let hash = issued(&store, 1).await.code_hash;
    let tx = store.begin().await.unwrap();
    assert!(tx.invites().use_one(&hash, at(1)).await.unwrap());
    drop(tx);
    assert!(use_one(&store, &hash, 1).await);
}
