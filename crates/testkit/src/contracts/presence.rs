//! Presence: what is stored about it, for many people at once.

use kamachat_application::accounts::presence::repository::PresenceFacts;
use kamachat_domain::{
    accounts::{AccountStatus, Audience, Availability},
    contacts::Contact,
    ids::AccountId,
};

use super::fixtures::{TestStore, at, id, registered, sorted, write};

async fn facts(store: &TestStore, accounts: &[AccountId]) -> Vec<PresenceFacts> {
    let mut facts = store.read().presence().facts(accounts).await.unwrap();
    facts.sort_by_key(|facts| facts.account_id);
    facts
}

pub async fn what_decides_about_presence_is_read_for_many_at_once(store: TestStore) {
    let mut off = registered(&store, "eve").await;
    let (ada, bob) = (registered(&store, "ada").await.id, registered(&store, "bob").await.id);
    off.status = AccountStatus::Disabled;
    write(&store, async |tx| {
        tx.settings().put_setting(bob, "presence", "invisible", 1).await?;
        tx.settings().put_setting(bob, "last_seen", "nobody", 2).await?;
        tx.accounts().save_standing(&off, at(1)).await?;
        for (owner_id, peer_id) in [(ada, bob), (off.id, ada), (bob, off.id)] {
            let contact = Contact::new(owner_id, peer_id, None, at(0));
            tx.contacts().add(&contact).await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    let plain = |account_id| PresenceFacts {
        account_id,
        last_seen_at: None,
        availability: Availability::Online,
        audience: Audience::Contacts,
    };
    let chosen =
        PresenceFacts { availability: Availability::Invisible, audience: Audience::Nobody, ..plain(bob) };
    let mut expected = vec![plain(ada), chosen];
    expected.sort_by_key(|facts| facts.account_id);
    assert_eq!(facts(&store, &[bob, ada, off.id, id(), bob]).await, expected);
    assert!(facts(&store, &[]).await.is_empty());

    let pairs = async |owners: &[AccountId], peers: &[AccountId]| {
        sorted(store.read().presence().contacts_among(owners, peers).await.unwrap())
    };
    assert_eq!(pairs(&[ada, bob, off.id, id()], &[ada]).await, [(off.id, ada)]);
    assert_eq!(pairs(&[ada], &[bob, off.id, id()]).await, [(ada, bob)]);
    assert!(pairs(&[ada], &[]).await.is_empty() && pairs(&[], &[ada]).await.is_empty());
}

pub async fn when_somebody_was_seen_does_not_go_back(store: TestStore) {
    let (ada, bob) = (registered(&store, "ada").await.id, registered(&store, "bob").await.id);
    for (accounts, second) in [(vec![ada, bob], 90), (vec![ada], 80), (vec![], 99), (vec![bob, id()], 95)] {
        write(&store, async |tx| tx.presence().saw(&accounts, at(second)).await).await.unwrap();
    }
    let seen = async |account| facts(&store, &[account]).await[0].last_seen_at;
    assert_eq!((seen(ada).await, seen(bob).await), (Some(at(90)), Some(at(95))));
}
