//! Accounts: found by every name they have, unique without case, first registrations one by one.

use kamachat_application::ports::{PasswordHash, PortError};
use kamachat_domain::{
    accounts::{
        About, Account, AccountStatus, Birthday, Email, Gender, Nickname, Role, Signature, StatusText,
        Username,
    },
    ids::{AccountId, AvatarId},
};

use super::fixtures::{TestStore, account, at, id, nicknamed, registered, sorted, write};

async fn insert(store: &TestStore, account: &Account) -> Result<(), PortError> {
    let hash = PasswordHash("a hash".into());
    write(store, async |tx| tx.accounts().insert(account, &hash).await).await
}

pub async fn an_account_is_found_by_its_id_its_name_and_its_address(store: TestStore) {
    let read = store.read();
    assert!(!read.accounts().any().await.unwrap());
    let with_address = account("Ada.Lovelace", Some("Ada@Example.org"));
    let without = account("grace", None);
    insert(&store, &with_address).await.unwrap();
    insert(&store, &without).await.unwrap();
    assert!(read.accounts().any().await.unwrap());
    for expected in [&with_address, &without] {
        assert_eq!(read.accounts().find(expected.id).await.unwrap().as_ref(), Some(expected));
        for name in [expected.username.as_str().to_uppercase(), expected.username.key()] {
            let name = Username::parse(&name).unwrap();
            assert_eq!(read.accounts().by_username(&name).await.unwrap().as_ref(), Some(expected));
        }
    }
    let address = Email::parse("ADA@example.ORG").unwrap();
    assert_eq!(read.accounts().by_email(&address).await.unwrap(), Some(with_address.clone()));
    let hash = read.accounts().password(with_address.id).await.unwrap();
    assert_eq!(hash, Some(PasswordHash("a hash".into())));

    let nobody: AccountId = id();
    assert_eq!(read.accounts().find(nobody).await.unwrap(), None);
    assert_eq!(read.accounts().password(nobody).await.unwrap(), None);
    assert_eq!(read.accounts().by_username(&Username::parse("nobody").unwrap()).await.unwrap(), None);
    assert_eq!(read.accounts().by_email(&Email::parse("no@body.org").unwrap()).await.unwrap(), None);
}

pub async fn many_accounts_are_found_at_once_whatever_is_asked_twice(store: TestStore) {
    let mut stored = Vec::new();
    for n in 0..5 {
        stored.push(registered(&store, &format!("user{n}")).await.id);
    }
    let mut asked = stored.clone();
    asked.extend([stored[0], stored[1], id()]);
    let found = store.read().accounts().find_many(&asked).await.unwrap();
    assert_eq!(sorted(found.iter().map(|a| a.id)), sorted(stored));
    assert!(store.read().accounts().find_many(&[]).await.unwrap().is_empty());
}

pub async fn a_name_belongs_to_one_account_only(store: TestStore) {
    insert(&store, &account("taken", None)).await.unwrap();
    for other in [account("taken", None), account("TAKEN", None)] {
        let refused = insert(&store, &other).await;
        assert!(matches!(refused, Err(PortError::Duplicate)), "{other:?}: {refused:?}");
        assert_eq!(store.read().accounts().find(other.id).await.unwrap(), None, "nothing of it is left");
    }
    insert(&store, &account("free", None)).await.unwrap();
}

/// Collations of some databases call letters equal that are not.
pub async fn letters_that_only_look_alike_are_different(store: TestStore) {
    let addresses =
        ["jose@example.org", "josé@example.org", "jose\u{301}@example.org", "strasse@x.org", "straße@x.org"];
    for (n, address) in addresses.into_iter().enumerate() {
        insert(&store, &account(&format!("user{n}"), Some(address))).await.unwrap();
    }
    for (n, address) in addresses.into_iter().enumerate() {
        let found = store.read().accounts().by_email(&Email::parse(address).unwrap()).await.unwrap();
        assert_eq!(found.unwrap().username.key(), format!("user{n}"), "{address}");
    }
}

pub async fn every_script_and_every_role_and_state_survives(store: TestStore) {
    let names = ["李小龙", "😀👨‍👩‍👧", "Ωμέγα", "ظبي", "a'b\"c\\d%_", "𠜎𠜱𠝹"];
    let states = [AccountStatus::Active, AccountStatus::Disabled, AccountStatus::Deleted];
    let roles = [Role::User, Role::Admin, Role::Operator, Role::Auditor];
    for (n, nickname) in names.into_iter().enumerate() {
        let account = Account {
            role: roles[n % roles.len()],
            status: states[n % states.len()],
            ..nicknamed(&format!("user{n}"), nickname)
        };
        insert(&store, &account).await.unwrap();
        assert_eq!(store.read().accounts().find(account.id).await.unwrap(), Some(account));
    }
}

/// Both look whether they are the first; the second must see what the first one did.
pub async fn two_first_registrations_wait_for_each_other(store: TestStore) {
    let register = async |name: &str| {
        write(&store, async |tx| {
            tx.accounts().lock_registration().await?;
            let first = !tx.accounts().any().await?;
            tx.accounts().insert(&account(name, None), &PasswordHash("a hash".into())).await?;
            Ok(first)
        })
        .await
        .unwrap()
    };
    let (a, b, c) = tokio::join!(register("ada"), register("bob"), register("cyd"));
    assert_eq!([a, b, c].into_iter().filter(|first| *first).count(), 1);
}

pub async fn role_status_and_password_are_stored_and_nothing_else_changes(store: TestStore) {
    let (ada, bob) = (registered(&store, "ada").await, registered(&store, "bob").await);
    let mut changed = ada.clone();
    changed.promote();
    let hash = PasswordHash("another hash".into());
    write(&store, async |tx| {
        tx.accounts().save_standing(&changed, at(9)).await?;
        tx.accounts().set_password(ada.id, &hash, at(9)).await
    })
    .await
    .unwrap();
    let read = store.read();
    assert_eq!(read.accounts().find(ada.id).await.unwrap(), Some(changed));
    assert_eq!(read.accounts().password(ada.id).await.unwrap(), Some(hash));
    assert_eq!(read.accounts().find(bob.id).await.unwrap(), Some(bob.clone()));
    assert_eq!(read.accounts().password(bob.id).await.unwrap(), Some(PasswordHash("hash of bob".into())));
}

pub async fn a_password_is_replaced_where_it_still_is_the_old_one(store: TestStore) {
    let ada = registered(&store, "ada").await;
    let hash = |text: &str| PasswordHash(text.to_owned());
    let old = store.read().accounts().password(ada.id).await.unwrap().unwrap();
    let replace = async |from: PasswordHash, to: &str| {
        let to = hash(to);
        let done = write(&store, async |tx| {
            tx.accounts().lock(ada.id).await?;
            tx.accounts().replace_password(ada.id, &from, &to, at(1)).await
        });
        done.await.unwrap()
    };
    let (a, b) = tokio::join!(replace(old.clone(), "keyed:a"), replace(old.clone(), "keyed:b"));
    assert_ne!(a, b, "one of the two");
    assert!(!replace(old, "keyed:c").await);
    assert!(!replace(hash("KEYED:A"), "keyed:c").await, "hashes are compared letter by letter");
    let now = store.read().accounts().password(ada.id).await.unwrap();
    assert_eq!(now, Some(hash(if a { "keyed:a" } else { "keyed:b" })));
}

pub async fn what_a_person_tells_is_kept_and_cleared(store: TestStore) {
    let plain = registered(&store, "ada").await;
    let told = Account {
        nickname: Nickname::parse("李小龙").unwrap(),
        about: About {
            signature: Some(Signature::parse(&"😀".repeat(120)).unwrap()),
            gender: Gender::Other,
            birthday: Birthday::from_stored("1990-02-28"),
            status_text: Some(StatusText::parse(&"忙".repeat(60)).unwrap()),
        },
        avatar: Some(id()),
        ..plain.clone()
    };
    for account in [&told, &plain] {
        write(&store, async |tx| tx.accounts().save_profile(account, at(5)).await).await.unwrap();
        assert_eq!(store.read().accounts().find(plain.id).await.unwrap().as_ref(), Some(account));
    }
}

pub async fn a_picture_is_found_by_its_version_while_it_is_shown(store: TestStore) {
    let (ada, bob) = (registered(&store, "ada").await, registered(&store, "bob").await);
    let (first, second): (AvatarId, AvatarId) = (id(), id());
    for avatar in [first, second] {
        let shown = Account { avatar: Some(avatar), ..ada.clone() };
        write(&store, async |tx| tx.accounts().save_profile(&shown, at(1)).await).await.unwrap();
        let owner = store.read().accounts().by_avatar(avatar).await.unwrap();
        assert_eq!(owner, Some(shown));
    }
    assert_eq!(store.read().accounts().by_avatar(first).await.unwrap(), None);
    assert_eq!(store.read().accounts().find(bob.id).await.unwrap(), Some(bob));
}
