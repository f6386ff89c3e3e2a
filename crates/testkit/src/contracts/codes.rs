//! Phone numbers and the codes that were sent to some: counted, tried and used one after another.

use kamachat_application::ports::{PasswordHash, PortError};
use kamachat_domain::accounts::{Account, CodeChallenge, Phone};

use super::fixtures::{TestStore, account, at, id, registered, secret, write};

fn phone(text: &str) -> Phone {
    Phone::parse(text, 86).unwrap()
}

fn challenge(slot: [u8; 32], target: [u8; 32], seconds: i64) -> CodeChallenge {
    CodeChallenge::issue(id(), slot, target, secret(), at(seconds))
}

async fn insert(store: &TestStore, challenge: &CodeChallenge) {
    write(store, async |tx| tx.codes().insert(challenge).await).await.unwrap();
}

async fn set(store: &TestStore, account: &Account, phone: Option<&Phone>) -> Result<(), PortError> {
    write(store, async |tx| tx.phones().set_phone(account.id, phone, at(1)).await).await
}

pub async fn a_phone_number_finds_its_account_and_belongs_to_one_only(store: TestStore) {
    let (mei, tom) = (registered(&store, "mei").await, registered(&store, "tom").await);
    let number = phone("13800138000");
    assert_eq!(store.read().phones().by_phone(&number).await.unwrap(), None);
    set(&store, &mei, Some(&number)).await.unwrap();
    let found = store.read().phones().by_phone(&number).await.unwrap();
    assert_eq!(found, Some(mei.clone().with_phone(Some(number.clone()))));
    assert!(matches!(set(&store, &tom, Some(&number)).await, Err(PortError::Duplicate)));
    let other = account("eve", None).with_phone(Some(number.clone()));
    let refused = write(&store, async |tx| tx.phones().insert_without_password(&other).await).await;
    assert!(matches!(refused, Err(PortError::Duplicate)));
    // Many have none.
    set(&store, &mei, None).await.unwrap();
    set(&store, &tom, None).await.unwrap();
    assert_eq!(store.read().phones().by_phone(&number).await.unwrap(), None);
    set(&store, &tom, Some(&number)).await.unwrap();
    assert_eq!(store.read().accounts().find(mei.id).await.unwrap(), Some(mei));
}

pub async fn an_account_without_a_password_gets_one(store: TestStore) {
    let mei = account("mei", Some("mei@example.org")).with_phone(Some(phone("13800138000")));
    write(&store, async |tx| tx.phones().insert_without_password(&mei).await).await.unwrap();
    let read = store.read();
    assert_eq!(read.accounts().find(mei.id).await.unwrap().as_ref(), Some(&mei));
    assert_eq!(read.accounts().password(mei.id).await.unwrap(), None);
    for text in ["first", "second"] {
        let hash = PasswordHash(text.into());
        write(&store, async |tx| tx.accounts().set_password(mei.id, &hash, at(2)).await).await.unwrap();
        assert_eq!(read.accounts().password(mei.id).await.unwrap(), Some(hash));
    }
}

pub async fn the_newest_challenge_of_a_slot_is_the_only_open_one(store: TestStore) {
    let (slot, other, target) = (secret(), secret(), secret());
    let open = async |slot| store.read().codes().open_of(&slot).await.unwrap();
    assert_eq!(open(slot).await, None);
    let (first, mut second) = (challenge(slot, target, 0), challenge(slot, target, 9));
    insert(&store, &challenge(other, target, 5)).await;
    insert(&store, &first).await;
    insert(&store, &second).await;
    assert_eq!(open(slot).await.as_ref(), Some(&second));
    assert!(open(other).await.is_some());
    second.answer(&[0; 32], at(10));
    write(&store, async |tx| tx.codes().save(&second).await).await.unwrap();
    assert_eq!(open(slot).await.as_ref(), Some(&second));
    second.use_up(at(11));
    write(&store, async |tx| tx.codes().save(&second).await).await.unwrap();
    assert_eq!(open(slot).await, None, "the one before does not come back");
}

pub async fn what_was_sent_is_counted_by_target_and_in_all(store: TestStore) {
    let (a, b) = (secret(), secret());
    for (target, seconds) in [(a, 0), (a, 100), (b, 200), (a, 300)] {
        insert(&store, &challenge(secret(), target, seconds)).await;
    }
    let newest = async |skipped, target: Option<[u8; 32]>| {
        store.read().codes().newest_but(skipped, target.as_ref()).await.unwrap()
    };
    assert_eq!(newest(0, Some(a)).await, Some(at(300)));
    assert_eq!(newest(2, Some(a)).await, Some(at(0)));
    assert_eq!(newest(3, Some(a)).await, None);
    assert_eq!(newest(1, None).await, Some(at(200)));
    assert_eq!(newest(0, Some(secret())).await, None);
    write(&store, async |tx| tx.codes().forget_before(at(200)).await).await.unwrap();
    assert_eq!((newest(1, None).await, newest(2, None).await), (Some(at(200)), None));
}

pub async fn fifty_answers_at_once_get_five_tries(store: TestStore) {
    let slot = secret();
    insert(&store, &challenge(slot, secret(), 0)).await;
    let answer = async || {
        write(&store, async |tx| {
            let Some(mut found) = tx.codes().open_of(&slot).await? else { return Ok(false) };
            let looked_at = found.is_open(at(1));
            found.answer(&[0; 32], at(1));
            tx.codes().save(&found).await?;
            Ok(looked_at)
        })
        .await
        .unwrap()
    };
    let answers = futures_util::future::join_all((0..50).map(|_| answer())).await;
    assert_eq!(answers.into_iter().filter(|looked_at| *looked_at).count(), 5);
    let stored = store.read().codes().open_of(&slot).await.unwrap();
    assert_eq!(stored.map(|stored| stored.tries), Some(5));
}

pub async fn those_who_send_wait_for_each_other(store: TestStore) {
    let target = secret();
    let send = async |n: i64| {
        write(&store, async |tx| {
            tx.codes().lock_sending().await?;
            let first = tx.codes().newest_but(0, Some(&target)).await?.is_none();
            tx.codes().insert(&challenge(secret(), target, n)).await?;
            Ok(first)
        })
        .await
        .unwrap()
    };
    let (a, b, c) = tokio::join!(send(0), send(1), send(2));
    assert_eq!([a, b, c].into_iter().filter(|first| *first).count(), 1);
}
