//! Contacts and friend requests.

use kamachat_application::ports::PortError;
use kamachat_domain::{
    Limit,
    contacts::{Contact, FriendRequest, Note, Remark, Tags},
    ids::AccountId,
};

use super::fixtures::{TestStore, at, id, sorted, write};

fn ask(from: AccountId, to: AccountId) -> FriendRequest {
    FriendRequest::ask(id(), from, to, Note::parse("hello 你好").unwrap(), at(0)).unwrap()
}

async fn store_request(store: &TestStore, request: &FriendRequest) -> Result<(), PortError> {
    write(store, async |tx| tx.contacts().insert_request(request).await).await
}

async fn save(store: &TestStore, request: &FriendRequest) {
    write(store, async |tx| tx.contacts().save_request(request).await).await.unwrap();
}

fn limit(n: i64) -> Limit {
    Limit::parse(Some(n)).unwrap()
}

pub async fn a_contact_is_one_sided_and_added_once(store: TestStore) {
    let (owner, peer): (AccountId, AccountId) = (id(), id());
    let first = Contact::new(owner, peer, Some(id()), at(1));
    let again = Contact { conversation_id: None, created_at: at(2), ..first.clone() };
    for contact in [&first, &again] {
        write(&store, async |tx| tx.contacts().add(contact).await).await.unwrap();
    }
    let read = store.read();
    assert_eq!(read.contacts().find(owner, peer).await.unwrap(), Some(first));
    assert_eq!(read.contacts().find(peer, owner).await.unwrap(), None);
    let asked = [peer, owner, id(), peer];
    assert_eq!(read.contacts().known_among(owner, &asked).await.unwrap(), [peer]);
    assert!(read.contacts().known_among(owner, &[]).await.unwrap().is_empty());
}

pub async fn the_list_of_contacts_goes_on_where_a_page_ended(store: TestStore) {
    let owner: AccountId = id();
    let peers: Vec<AccountId> = sorted((0..7).map(|_| id()));
    write(&store, async |tx| {
        for peer_id in peers.iter().rev() {
            let contact = Contact::new(owner, *peer_id, None, at(0));
            tx.contacts().add(&contact).await?;
        }
        let foreign = Contact::new(id(), id(), None, at(0));
        tx.contacts().add(&foreign).await
    })
    .await
    .unwrap();
    let mut seen = Vec::new();
    loop {
        let page = store.read().contacts().list(owner, seen.last().copied(), limit(3)).await.unwrap();
        if page.is_empty() {
            break;
        }
        seen.extend(page.iter().map(|contact| contact.peer_id));
    }
    assert_eq!(seen, peers);
}

pub async fn a_pair_has_one_pending_request_whichever_way(store: TestStore) {
    let (a, b): (AccountId, AccountId) = (id(), id());
    let mut request = ask(a, b);
    store_request(&store, &request).await.unwrap();
    for second in [ask(a, b), ask(b, a)] {
        assert!(matches!(store_request(&store, &second).await, Err(PortError::Duplicate)));
    }
    for (one, other) in [(a, b), (b, a)] {
        let found = store.read().contacts().pending_between(one, other).await.unwrap();
        assert_eq!(found, Some(request.clone()));
    }
    request.refuse(at(5)).unwrap();
    save(&store, &request).await;
    assert_eq!(store.read().contacts().pending_between(a, b).await.unwrap(), None);
    store_request(&store, &ask(b, a)).await.unwrap();
}

pub async fn only_the_receiver_finds_a_request_and_its_decision_is_kept(store: TestStore) {
    let (a, b): (AccountId, AccountId) = (id(), id());
    let mut request = ask(a, b);
    store_request(&store, &request).await.unwrap();
    assert_eq!(store.read().contacts().received_by(a, request.id).await.unwrap(), None);
    assert_eq!(store.read().contacts().received_by(id(), request.id).await.unwrap(), None);
    assert_eq!(store.read().contacts().received_by(b, request.id).await.unwrap(), Some(request.clone()));
    request.accept(id(), at(9)).unwrap();
    save(&store, &request).await;
    assert_eq!(store.read().contacts().received_by(b, request.id).await.unwrap(), Some(request));
}

/// Two decide at once: the second sees what the first one decided.
pub async fn decisions_about_one_request_wait_for_each_other(store: TestStore) {
    let (a, b): (AccountId, AccountId) = (id(), id());
    let request = ask(a, b);
    store_request(&store, &request).await.unwrap();
    let decide = async || {
        write(&store, async |tx| {
            let mut found = tx.contacts().received_by(b, request.id).await?.unwrap();
            let decided = found.refuse(at(3)).is_ok();
            tx.contacts().save_request(&found).await?;
            Ok(decided)
        })
        .await
        .unwrap()
    };
    let (one, other) = tokio::join!(decide(), decide());
    assert_ne!(one, other);
}

pub async fn requests_of_both_directions_are_listed_newest_first(store: TestStore) {
    let me: AccountId = id();
    let mut mine = Vec::new();
    for n in 0..9 {
        let other: AccountId = id();
        let request = if n % 2 == 0 { ask(me, other) } else { ask(other, me) };
        store_request(&store, &request).await.unwrap();
        store_request(&store, &ask(id(), id())).await.unwrap();
        mine.insert(0, request);
    }
    let mut seen: Vec<FriendRequest> = Vec::new();
    loop {
        let before = seen.last().map(|request| request.id);
        let page = store.read().contacts().requests_of(me, before, limit(4)).await.unwrap();
        if page.is_empty() {
            break;
        }
        seen.extend(page);
    }
    assert_eq!(seen, mine);
}

pub async fn what_is_noted_about_a_contact_is_kept_and_goes_with_it(store: TestStore) {
    let (owner, peer): (AccountId, AccountId) = (id(), id());
    let mut contact = Contact::new(owner, peer, None, at(1));
    let other = Contact::new(peer, owner, None, at(1));
    for contact in [&contact, &other] {
        write(&store, async |tx| tx.contacts().add(contact).await).await.unwrap();
    }
    contact.remark = Some(Remark::parse("老 \"王\" 🙂").unwrap());
    contact.starred = true;
    contact.tags = Tags::parse(&["\"\\".repeat(12), "家人".into()]).unwrap();
    write(&store, async |tx| tx.contacts().save(&contact).await).await.unwrap();
    assert_eq!(store.read().contacts().find(owner, peer).await.unwrap(), Some(contact.clone()));
    assert_eq!(store.read().contacts().find(peer, owner).await.unwrap(), Some(other));
    contact.remark = None;
    contact.tags = Tags::default();
    write(&store, async |tx| tx.contacts().save(&contact).await).await.unwrap();
    assert_eq!(store.read().contacts().find(owner, peer).await.unwrap(), Some(contact));
    let remove = async || write(&store, async |tx| tx.contacts().remove(owner, peer).await).await.unwrap();
    assert_eq!((remove().await, remove().await), (true, false));
    assert_eq!(store.read().contacts().find(owner, peer).await.unwrap(), None);
    assert!(store.read().contacts().find(peer, owner).await.unwrap().is_some());
}

pub async fn only_the_sender_finds_what_he_sent(store: TestStore) {
    let (a, b): (AccountId, AccountId) = (id(), id());
    let mut request = ask(a, b);
    store_request(&store, &request).await.unwrap();
    assert_eq!(store.read().contacts().sent_by(b, request.id).await.unwrap(), None);
    assert_eq!(store.read().contacts().sent_by(a, request.id).await.unwrap(), Some(request.clone()));
    request.withdraw(at(9)).unwrap();
    save(&store, &request).await;
    assert_eq!(store.read().contacts().sent_by(a, request.id).await.unwrap(), Some(request));
    store_request(&store, &ask(a, b)).await.unwrap();
}
