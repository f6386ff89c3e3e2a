//! Addresses: claimed by many, verified by one; links that are used once.

use kamachat_application::ports::{PasswordHash, PortError};
use kamachat_domain::{
    accounts::{Account, Email, EmailProof, EmailPurpose},
    ids::AccountId,
};

use super::fixtures::{TestStore, account, at, id, registered, secret, sorted, write};

const ADDRESS: &str = "mei@example.org";

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

async fn claimed(store: &TestStore, name: &str, address: &str) -> Account {
    let account = account(name, Some(address));
    let hash = PasswordHash("a hash".into());
    write(store, async |tx| tx.accounts().insert(&account, &hash).await).await.unwrap();
    account
}

async fn confirm(store: &TestStore, account: AccountId, address: &str) -> Result<(), PortError> {
    write(store, async |tx| tx.emails().confirm(account, &email(address), at(9)).await).await
}

pub async fn many_claim_an_address_and_one_verifies_it(store: TestStore) {
    let (ada, bob) = (claimed(&store, "ada", ADDRESS).await, claimed(&store, "bob", ADDRESS).await);
    let by_email = async || store.read().accounts().by_email(&email(ADDRESS)).await.unwrap();
    let holder = async || store.read().emails().holder(&email(ADDRESS)).await.unwrap();
    assert_eq!((by_email().await.as_ref(), holder().await), (Some(&ada), None), "the first who claimed it");

    confirm(&store, bob.id, ADDRESS).await.unwrap();
    let verified = Account { email_verified: true, ..bob.clone() };
    assert_eq!((by_email().await.as_ref(), holder().await), (Some(&verified), Some(bob.id)));
    assert_eq!(store.read().accounts().find(ada.id).await.unwrap().as_ref(), Some(&ada), "a claim stays one");
    assert!(matches!(confirm(&store, ada.id, ADDRESS).await, Err(PortError::Duplicate)));
    assert_eq!(store.read().accounts().find(ada.id).await.unwrap(), Some(ada.clone()));

    confirm(&store, bob.id, ADDRESS).await.unwrap();
    confirm(&store, bob.id, "new@example.org").await.unwrap();
    assert_eq!((by_email().await, holder().await), (Some(ada.clone()), None), "the old one is free again");
    confirm(&store, ada.id, ADDRESS).await.unwrap();
    assert_eq!(holder().await, Some(ada.id));
}

pub async fn two_who_verify_an_address_at_once_are_one(store: TestStore) {
    let mut people = Vec::new();
    for name in ["ada", "bob", "cyd"] {
        people.push(claimed(&store, name, ADDRESS).await.id);
    }
    let tries = people.iter().map(|person| confirm(&store, *person, ADDRESS));
    let done = futures_util::future::join_all(tries).await;
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{done:?}");
}

fn proof(account: AccountId, purpose: EmailPurpose, target: &str, seconds: i64) -> EmailProof {
    EmailProof::issue(id(), account, purpose, email(target), secret(), at(seconds))
}

async fn insert(store: &TestStore, proof: &EmailProof) {
    write(store, async |tx| tx.emails().insert(proof).await).await.unwrap();
}

pub async fn a_link_is_found_by_its_hash_and_used_once(store: TestStore) {
    let ada = registered(&store, "ada").await.id;
    let link = proof(ada, EmailPurpose::Reset, ADDRESS, 1);
    insert(&store, &link).await;
    let find = async || store.read().emails().find(&link.token_hash).await.unwrap();
    assert_eq!(find().await.as_ref(), Some(&link));
    assert_eq!(store.read().emails().find(&secret()).await.unwrap(), None);
    let take = async || write(&store, async |tx| tx.emails().use_up(link.id, at(5)).await).await.unwrap();
    let (a, b, c) = tokio::join!(take(), take(), take());
    assert_eq!([a, b, c].into_iter().filter(|won| *won).count(), 1);
    assert_eq!(find().await.unwrap().used_at, Some(at(5)));
}

pub async fn links_end_by_account_and_purpose_and_are_counted_by_address(store: TestStore) {
    let (ada, bob) = (registered(&store, "ada").await.id, registered(&store, "bob").await.id);
    let links = [
        proof(ada, EmailPurpose::Verify, ADDRESS, 1),
        proof(ada, EmailPurpose::Reset, ADDRESS, 2),
        proof(bob, EmailPurpose::Change, ADDRESS, 3),
        proof(ada, EmailPurpose::Change, "other@example.org", 4),
    ];
    for link in &links {
        insert(&store, link).await;
    }
    write(&store, async |tx| tx.emails().end(ada, &EmailPurpose::ADDRESS, at(6)).await).await.unwrap();
    let mut used = Vec::new();
    for link in &links {
        let found = store.read().emails().find(&link.token_hash).await.unwrap();
        used.push(found.unwrap().used_at);
    }
    assert_eq!(used, [Some(at(6)), None, None, Some(at(6))]);

    let sent =
        async |since, limit| store.read().emails().sent(&email(ADDRESS), at(since), limit).await.unwrap();
    assert_eq!(sorted(sent(0, 9).await), [at(1), at(2), at(3)], "whoever asked");
    assert_eq!(sorted(sent(1, 9).await), [at(2), at(3)]);
    assert_eq!(sent(0, 1).await, [at(3)]);
    write(&store, async |tx| tx.emails().forget(at(3)).await).await.unwrap();
    assert_eq!(sent(0, 9).await, [at(3)]);
}
