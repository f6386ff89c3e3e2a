//! Names in other systems: one account each, compared byte by byte.

use kamachat_application::ports::PortError;
use kamachat_domain::{
    accounts::{ExternalIdentity, ExternalSubject, IssuerName},
    ids::AccountId,
};

use super::fixtures::{TestStore, account, at, write};

fn issuer(name: &str) -> IssuerName {
    IssuerName::parse(name).unwrap()
}

fn subject(text: &str) -> ExternalSubject {
    ExternalSubject::parse(text).unwrap()
}

async fn provision(store: &TestStore, name: &str, from: &str, as_whom: &str) -> Result<AccountId, PortError> {
    let account = account(name, None);
    let (issuer, subject) = (issuer(from), subject(as_whom));
    let identity = ExternalIdentity { issuer, subject, account_id: account.id, created_at: at(0) };
    write(store, async |tx| tx.external().provision(&account, &identity).await).await?;
    Ok(account.id)
}

async fn find(store: &TestStore, from: &str, as_whom: &str) -> Option<AccountId> {
    store.read().external().account_of(&issuer(from), &subject(as_whom)).await.unwrap()
}

pub async fn a_person_of_another_system_has_one_account(store: TestStore) {
    let long = "长".repeat(255);
    let mut known = Vec::new();
    for (name, from, as_whom) in [
        ("ada", "shop", "17"),
        ("bob", "wiki", "17"),
        ("cid", "shop", "Mei"),
        ("dan", "shop", "mei"),
        ("eve", "shop", "méi"),
        ("fay", "shop", long.as_str()),
    ] {
        assert_eq!(find(&store, from, as_whom).await, None);
        known.push((from, as_whom, provision(&store, name, from, as_whom).await.unwrap()));
    }
    for (from, as_whom, id) in known {
        assert_eq!(find(&store, from, as_whom).await, Some(id), "{from} {as_whom}");
        assert_eq!(
            store.read().accounts().password(id).await.unwrap(),
            None,
            "nobody signs in with a password"
        );
    }
}

pub async fn an_identity_that_is_taken_leaves_no_account_behind(store: TestStore) {
    let first = provision(&store, "ada", "shop", "17").await.unwrap();
    let again = provision(&store, "bob", "shop", "17").await;
    assert!(matches!(again, Err(PortError::Duplicate)));
    let same_name = provision(&store, "ada", "shop", "18").await;
    assert!(matches!(same_name, Err(PortError::Duplicate)));
    assert_eq!((find(&store, "shop", "17").await, find(&store, "shop", "18").await), (Some(first), None));
    let bob = kamachat_domain::accounts::Username::parse("bob").unwrap();
    assert_eq!(store.read().accounts().by_username(&bob).await.unwrap(), None);
}
