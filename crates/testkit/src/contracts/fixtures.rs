//! Things to store.

use std::sync::Arc;

use kamachat_application::{
    ports::{Ids, IdsExt, PasswordHash, PortError},
    store::{Store, Transaction},
};
use kamachat_domain::{
    Timestamp,
    accounts::{Account, Email, Nickname, Session, Username},
    conversations::{Conversation, Membership},
    groups::{Group, GroupName},
    ids::{AccountId, ConversationId},
    messages::{Body, Changes, Message, Refs, Text},
};
use kamachat_infrastructure::SystemIds;

/// The store under test.
pub type TestStore = Arc<dyn Store>;

/// A new id.
#[must_use]
pub fn id<T: From<uuid::Uuid>>() -> T {
    (&SystemIds as &dyn Ids).make()
}

/// 32 bytes that are nowhere else.
#[must_use]
pub fn secret() -> [u8; 32] {
    SystemIds.secret()
}

/// A time, some seconds after a fixed one, with milliseconds.
#[must_use]
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp_millis(1_800_000_000_123 + seconds * 1000).unwrap()
}

/// Runs `work` in a transaction and commits it; after an error it is rolled back.
pub async fn write<T>(
    store: &TestStore,
    work: impl AsyncFnOnce(&dyn Transaction) -> Result<T, PortError>,
) -> Result<T, PortError> {
    let tx = store.begin().await?;
    let done = work(&*tx).await?;
    tx.commit().await?;
    Ok(done)
}

/// An account that is not stored.
#[must_use]
pub fn account(name: &str, email: Option<&str>) -> Account {
    let email = email.map(|email| Email::parse(email).unwrap());
    Account::register(id(), Username::parse(name).unwrap(), None, email, false, at(0))
}

/// Stores an account with a name.
pub async fn registered(store: &TestStore, name: &str) -> Account {
    let account = account(name, None);
    let hash = PasswordHash(format!("hash of {name}"));
    write(store, async |tx| tx.accounts().insert(&account, &hash).await).await.unwrap();
    account
}

/// An account with a nickname, not stored.
#[must_use]
pub fn nicknamed(name: &str, nickname: &str) -> Account {
    Account { nickname: Nickname::parse(nickname).unwrap(), ..account(name, None) }
}

/// A sign-in that is not stored.
#[must_use]
pub fn session(account: AccountId) -> Session {
    Session::start(id(), account, secret(), "127.0.0.1", "test", at(0))
}

/// Stores a direct chat.
pub async fn direct(store: &TestStore, a: AccountId, b: AccountId) -> Conversation {
    let head = Conversation::direct(id(), a, b, at(0));
    let members = [Membership::new(head.id, a), Membership::new(head.id, b)];
    write(store, async |tx| tx.conversations().insert(&head, &members).await).await.unwrap();
    head
}

/// A text.
#[must_use]
pub fn text(text: &str) -> Body {
    Body::Text(Text::parse(text.into()).unwrap())
}

/// A message with a number, not stored.
#[must_use]
pub fn message(conversation: ConversationId, sender: AccountId, seq: i64) -> Message {
    let body = text(&format!("message {seq}"));
    Message {
        id: id(),
        conversation_id: conversation,
        seq,
        cnt: seq,
        rev: None,
        sender_id: sender,
        client_msg_id: id(),
        body_hash: body.hash(),
        body,
        created_at: at(seq),
        changes: Changes::default(),
        refs: Refs::default(),
    }
}

/// Stores messages `1..=last` of one sender.
pub async fn history(
    store: &TestStore,
    conversation: ConversationId,
    sender: AccountId,
    last: i64,
) -> Vec<Message> {
    let messages: Vec<Message> = (1..=last).map(|seq| message(conversation, sender, seq)).collect();
    write(store, async |tx| tx.messages().insert(&messages).await).await.unwrap();
    messages
}

/// Sorted, to compare what comes in no order.
#[must_use]
pub fn sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    items.sort_unstable();
    items
}

/// Stores a group of its owner alone.
pub(super) async fn group(store: &TestStore, name: &str, owner: AccountId) -> (Group, Membership) {
    let (group, member) = Group::create(id(), GroupName::parse(name).unwrap(), owner, 100, at(0));
    write(store, async |tx| {
        tx.conversations().insert(&group.head, std::slice::from_ref(&member)).await?;
        tx.groups().insert(&group.info).await
    })
    .await
    .unwrap();
    (group, member)
}
