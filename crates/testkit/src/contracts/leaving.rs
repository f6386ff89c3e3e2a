//! Accounts that are erased, and archives that are made before.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_trait::async_trait;
use kamachat_application::{
    accounts::Purge,
    feed::FeedKind,
    jobs::Jobs,
    ports::PortError,
    store::{Repositories, Store, Transaction},
};
use kamachat_domain::{
    Limit, Timestamp,
    accounts::{Account, AccountStatus, Email, Export, SecondFactor, Username},
    contacts::{Contact, FriendRequest, Note},
    conversations::ConversationState,
    ids::AccountId,
    messages::Body,
};
use kamachat_infrastructure::{AeadSealer, MemoryBus, SystemIds, security::Key};

use super::fixtures::{TestStore, at, direct, history, id, registered, secret, session, write};

/// A store whose transactions end after so many were begun.
struct Flaky {
    store: TestStore,
    left: AtomicUsize,
}

#[async_trait]
impl Store for Flaky {
    fn read(&self) -> Box<dyn Repositories> {
        self.store.read()
    }

    async fn begin(&self) -> Result<Box<dyn Transaction>, PortError> {
        let left = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
        left.map_err(|_| PortError::Unavailable("the server ended here".into()))?;
        self.store.begin().await
    }

    async fn ping(&self) -> Result<(), PortError> {
        self.store.ping().await
    }
}

fn purge(store: Arc<dyn Store>) -> Purge {
    let sealer = Arc::new(AeadSealer::new(&Key::new([7; 32])));
    let jobs = Jobs::new(Arc::new(SystemIds), sealer);
    Purge { store, ids: Arc::new(SystemIds), jobs, bus: Arc::new(MemoryBus::new()) }
}

/// Marks an account; tells when it is erased.
async fn leaving(store: &TestStore, mut account: Account) -> (Account, Timestamp) {
    let erases_at = account.leave(false, at(0)).unwrap();
    write(store, async |tx| tx.accounts().save_standing(&account, at(0)).await).await.unwrap();
    assert_eq!(store.read().accounts().find(account.id).await.unwrap().as_ref(), Some(&account));
    (account, erases_at)
}

async fn contacts(store: &TestStore, a: AccountId, b: AccountId) {
    for (owner_id, peer_id) in [(a, b), (b, a)] {
        let contact = Contact::new(owner_id, peer_id, None, at(0));
        write(store, async |tx| tx.contacts().add(&contact).await).await.unwrap();
    }
}

pub async fn an_erased_account_is_a_row_without_a_person(store: TestStore) {
    let ada = registered(&store, "ada").await;
    let signed_in = session(ada.id);
    write(&store, async |tx| {
        tx.sessions().insert(&signed_in).await?;
        tx.settings().put_setting(ada.id, "theme", "dark", 1).await?;
        let factor = SecondFactor::enrol(ada.id, vec![1; 48], at(0));
        tx.second_factors().put(&factor).await?;
        tx.feed().append(ada.id, FeedKind::Settings, ada.id.into(), at(0)).await
    })
    .await
    .unwrap();
    let mut erased = ada.clone();
    erased.erase(Username::parse("deleted-00112233").unwrap());
    write(&store, async |tx| tx.accounts().erase(&erased, at(1)).await).await.unwrap();
    let read = store.read();
    assert_eq!(read.accounts().find(ada.id).await.unwrap(), Some(erased));
    assert_eq!(read.accounts().password(ada.id).await.unwrap(), None);
    assert_eq!(read.sessions().find(signed_in.id).await.unwrap(), None);
    assert_eq!(read.second_factors().find(ada.id).await.unwrap(), None);
    assert!(read.feed().since(ada.id, 0, Limit::max()).await.unwrap().is_empty());
    assert!(read.accounts().by_email(&Email::parse("ada@example.com").unwrap()).await.unwrap().is_none());
    // The name is free.
    assert!(read.accounts().by_username(&ada.username).await.unwrap().is_none());
    registered(&store, "ada").await;
}

pub async fn a_purge_that_is_cut_off_anywhere_goes_on_where_it_was(store: TestStore) {
    let (ada, bob, cid) =
        (registered(&store, "ada").await, registered(&store, "bob").await, registered(&store, "cid").await);
    let head = direct(&store, ada.id, bob.id).await;
    history(&store, head.id, ada.id, 70).await;
    contacts(&store, ada.id, bob.id).await;
    let request = FriendRequest::ask(id(), cid.id, ada.id, Note::default(), at(0)).unwrap();
    write(&store, async |tx| tx.contacts().insert_request(&request).await).await.unwrap();
    let (ada, erases_at) = leaving(&store, ada).await;

    let flaky = Arc::new(Flaky { store: Arc::clone(&store), left: AtomicUsize::new(0) });
    let purge = purge(Arc::clone(&flaky) as _);
    let mut ends = 0;
    while purge.erase(ada.id, erases_at).await.is_err() {
        ends += 1;
        // One more transaction each time, from wherever the last one ended.
        flaky.left.store(ends, Ordering::Relaxed);
        assert!(ends < 50, "it does not come to an end");
    }
    assert!(ends >= 4, "it was cut off {ends} times");
    flaky.left.store(100, Ordering::Relaxed);
    purge.erase(ada.id, erases_at).await.unwrap();

    let read = store.read();
    let account = read.accounts().find(ada.id).await.unwrap().unwrap();
    assert_eq!((account.status, account.nickname.as_str()), (AccountStatus::Deleted, Account::ERASED_NAME));
    assert!(read.contacts().list(bob.id, None, Limit::max()).await.unwrap().is_empty());
    assert!(read.contacts().list(ada.id, None, Limit::max()).await.unwrap().is_empty());
    assert!(read.contacts().requests_of(cid.id, None, Limit::max()).await.unwrap().is_empty());
    let messages = read.messages().ascending(head.id, 1, 70, Limit::max()).await.unwrap();
    assert!(messages.iter().all(|message| message.body == Body::Deleted));
    let revs: Vec<Option<i64>> = messages.iter().map(|message| message.rev).collect();
    assert_eq!(revs, (1..=70).map(Some).collect::<Vec<_>>(), "each is erased once");
    assert_eq!(read.messages().own_above(head.id, ada.id, 0).await.unwrap(), 70, "they still count");
    let (head, _) = read.conversations().find_for(bob.id, head.id).await.unwrap().unwrap();
    assert_eq!((head.state, head.last_rev), (ConversationState::Dissolved, 70));
    let told = read.feed().since(bob.id, 0, Limit::max()).await.unwrap();
    let kinds: Vec<FeedKind> = told.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [FeedKind::Contact, FeedKind::Conversation], "the peer is told once of each");
}

pub async fn a_wish_that_was_taken_back_erases_nothing(store: TestStore) {
    let ada = registered(&store, "ada").await;
    let (mut ada, first) = leaving(&store, ada).await;
    ada.restore();
    write(&store, async |tx| tx.accounts().save_standing(&ada, at(1)).await).await.unwrap();
    let purge = purge(Arc::clone(&store));
    purge.erase(ada.id, first).await.unwrap();
    assert_eq!(store.read().accounts().find(ada.id).await.unwrap(), Some(ada.clone()));
    // Wished again later: the first time to erase is not this one's.
    let later = ada.leave(false, at(60)).unwrap();
    write(&store, async |tx| tx.accounts().save_standing(&ada, at(60)).await).await.unwrap();
    purge.erase(ada.id, first).await.unwrap();
    assert_eq!(store.read().accounts().find(ada.id).await.unwrap(), Some(ada.clone()));
    purge.erase(ada.id, later).await.unwrap();
    let erased = store.read().accounts().find(ada.id).await.unwrap().unwrap();
    assert_eq!(erased.status, AccountStatus::Deleted);
}

pub async fn an_archive_is_found_by_its_link_while_it_has_one(store: TestStore) {
    let (ada, bob) = (registered(&store, "ada").await, registered(&store, "bob").await);
    let mut export = Export::ask(id(), ada.id, None, at(0)).unwrap();
    let hash = secret();
    write(&store, async |tx| tx.exports().insert(&export).await).await.unwrap();
    export.finish(1 << 33, at(5));
    export.offer(hash, at(6)).unwrap();
    write(&store, async |tx| tx.exports().save(&export).await).await.unwrap();
    let newer = Export::ask(id(), ada.id, None, at(90_000)).unwrap();
    write(&store, async |tx| tx.exports().insert(&newer).await).await.unwrap();
    let read = store.read();
    assert_eq!(read.exports().find(export.id).await.unwrap().as_ref(), Some(&export));
    assert_eq!(read.exports().by_link(&hash).await.unwrap().as_ref(), Some(&export));
    assert_eq!(read.exports().latest_of(ada.id).await.unwrap(), Some(newer));
    assert_eq!(read.exports().latest_of(bob.id).await.unwrap(), None);
    assert_eq!(read.exports().all_of(ada.id).await.unwrap().len(), 2);
    // Of two who come with the same link at once, one gets it.
    let take = async || {
        let tx = store.begin().await.unwrap();
        let found = tx.exports().by_link(&hash).await.unwrap();
        let taken = match found {
            Some(mut export) => {
                let taken = export.take(at(7)).is_some();
                tx.exports().save(&export).await.unwrap();
                taken
            }
            None => false,
        };
        tx.commit().await.unwrap();
        taken
    };
    let (a, b) = tokio::join!(take(), take());
    assert!(a != b, "one of the two");
    assert_eq!(read.exports().by_link(&hash).await.unwrap(), None);
}
