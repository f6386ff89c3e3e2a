//! Second factors: a step and a recovery code are taken once, also when two come at once.

use kamachat_domain::{
    accounts::{Place, SecondFactor},
    ids::AccountId,
};

use super::fixtures::{TestStore, at, registered, secret, write};

fn factor(account: AccountId, byte: u8) -> SecondFactor {
    SecondFactor::enrol(account, vec![byte; 48], at(0))
}

async fn put(store: &TestStore, factor: &SecondFactor, hashes: &[[u8; 32]]) {
    write(store, async |tx| {
        tx.second_factors().put(factor).await?;
        tx.second_factors().put_recovery(factor.account_id, hashes).await
    })
    .await
    .unwrap();
}

pub async fn a_factor_is_replaced_and_goes_with_its_recovery_codes(store: TestStore) {
    let ada = registered(&store, "ada").await.id;
    let find = async || store.read().second_factors().find(ada).await.unwrap();
    let left = async || store.read().second_factors().recovery_left(ada).await.unwrap();
    assert_eq!((find().await, left().await), (None, 0));
    put(&store, &factor(ada, 1), &[secret(), secret()]).await;
    let mut second = factor(ada, 2);
    put(&store, &second, &[secret(), secret(), secret()]).await;
    assert_eq!((find().await.as_ref(), left().await), (Some(&second), 3));

    second.confirmed_at = Some(at(3));
    for _ in 0..7 {
        second.refuse(Place::Elsewhere, at(4));
    }
    second.refuse(Place::Known, at(4));
    second.last_step = 77;
    let saved = write(&store, async |tx| tx.second_factors().save(&second, 0).await).await.unwrap();
    assert!(saved);
    assert_eq!(find().await, Some(second));

    write(&store, async |tx| tx.second_factors().remove(ada).await).await.unwrap();
    assert_eq!((find().await, left().await), (None, 0));
}

pub async fn a_step_is_taken_by_the_first_who_comes(store: TestStore) {
    let ada = registered(&store, "ada").await.id;
    put(&store, &factor(ada, 1), &[]).await;
    let take = async || {
        let mut taken = factor(ada, 1);
        taken.accept(100, Place::Known);
        write(&store, async |tx| tx.second_factors().save(&taken, 0).await).await.unwrap()
    };
    let (a, b, c) = tokio::join!(take(), take(), take());
    assert_eq!([a, b, c].into_iter().filter(|won| *won).count(), 1);
}

pub async fn a_recovery_code_gets_in_once(store: TestStore) {
    let (ada, bob) = (registered(&store, "ada").await.id, registered(&store, "bob").await.id);
    let (first, second) = (secret(), secret());
    put(&store, &factor(ada, 1), &[first, second]).await;
    let take = async |account, hash: [u8; 32]| {
        write(&store, async |tx| tx.second_factors().use_recovery(account, &hash, at(9)).await).await.unwrap()
    };
    assert!(!take(bob, first).await, "it belongs to one account");
    let (a, b, c) = tokio::join!(take(ada, first), take(ada, first), take(ada, first));
    assert_eq!([a, b, c].into_iter().filter(|won| *won).count(), 1);
    assert_eq!(store.read().second_factors().recovery_left(ada).await.unwrap(), 1);
    assert!(!take(ada, secret()).await);
    assert!(take(ada, second).await);
}
