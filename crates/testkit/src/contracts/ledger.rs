//! The ledger on a real store: what is acknowledged has one number, for ever, whoever writes.

use std::sync::{Arc, Mutex};

use kamachat_application::{
    messages::{Incoming, Ledger, Outcome},
    ports::{BatchHandler, Bus, CursorMove, PortError, Push, Submission},
};
use kamachat_domain::{
    Limit,
    conversations::{Cursor, MemberState, Membership},
    ids::{AccountId, ClientMsgId, ConversationId},
    messages::{MessageError, Refs},
};
use kamachat_infrastructure::SystemIds;

use super::fixtures::{TestStore, direct, id, registered, text, write};

/// Hears what is published.
#[derive(Default)]
struct Ear(Mutex<Vec<Push>>);

impl Bus for Ear {
    fn publish(&self, push: Push) {
        self.0.lock().unwrap().push(push);
    }
}

fn ledger(store: &TestStore) -> Ledger {
    Ledger::new(Arc::clone(store), Arc::new(SystemIds), Arc::new(Ear::default()))
}

fn incoming(conversation: ConversationId, sender: AccountId, key: ClientMsgId, content: &str) -> Submission {
    let incoming = Incoming {
        conversation_id: conversation,
        sender_id: sender,
        client_msg_id: key,
        body: text(content),
        refs: Refs::default(),
        origin: None,
    };
    Submission { incoming, reply: Box::new(drop) }
}

fn seq(outcome: &Outcome) -> Option<i64> {
    match outcome {
        Outcome::Stored(view) | Outcome::Duplicate(view) => Some(view.message.seq),
        Outcome::Rejected(_) => None,
    }
}

async fn pair(store: &TestStore) -> (AccountId, AccountId, ConversationId) {
    let (ada, bob) = (registered(store, "ada").await.id, registered(store, "bob").await.id);
    (ada, bob, direct(store, ada, bob).await.id)
}

pub async fn a_batch_gets_dense_numbers_in_its_order(store: TestStore) {
    let (ada, bob, here) = pair(&store).await;
    let cyd = registered(&store, "cyd").await.id;
    let there = direct(&store, ada, cyd).await.id;
    let batch: Vec<Submission> = (0..30)
        .map(|n| match n % 3 {
            0 => incoming(here, ada, id(), "from ada"),
            1 => incoming(there, cyd, id(), "from cyd"),
            _ => incoming(here, bob, id(), "from bob"),
        })
        .collect();
    let stored = ledger(&store).store(&batch, &[]).await.unwrap();
    let numbers = |conversation: ConversationId| -> Vec<i64> {
        let here =
            batch.iter().zip(&stored.outcomes).filter(|(s, _)| s.incoming.conversation_id == conversation);
        here.filter_map(|(_, outcome)| seq(outcome)).collect()
    };
    assert_eq!(numbers(here), (1..=20).collect::<Vec<_>>());
    assert_eq!(numbers(there), (1..=10).collect::<Vec<_>>());
    let (head, _) = store.read().conversations().find_for(ada, here).await.unwrap().unwrap();
    assert_eq!((head.last_seq, head.last_cnt), (20, 20));
    let times = store.read().messages().ascending(here, 1, 20, Limit::max()).await.unwrap();
    assert!(times.is_sorted_by_key(|message| message.created_at));
}

pub async fn a_retry_is_recognised_and_another_text_under_its_key_is_refused(store: TestStore) {
    let (ada, bob, here) = pair(&store).await;
    let key: ClientMsgId = id();
    let batch = [incoming(here, ada, key, "once"), incoming(here, ada, key, "once")];
    let first = ledger(&store).store(&batch, &[]).await.unwrap().outcomes;
    assert!(matches!(&first[..], [Outcome::Stored(_), Outcome::Duplicate(_)]), "also within one batch");
    // Much later, through another node.
    let again = ledger(&store).store(&batch[..1], &[]).await.unwrap().outcomes;
    let Outcome::Duplicate(view) = &again[0] else { unreachable!("{again:?}") };
    assert_eq!((view.message.seq, view.sender.name.as_str()), (1, "ada"));
    let other_text = [incoming(here, ada, key, "twice")];
    let refused = ledger(&store).store(&other_text, &[]).await.unwrap().outcomes;
    assert!(matches!(refused[0], Outcome::Rejected(MessageError::IdempotencyMismatch)));
    let same_key_of_bob = [incoming(here, bob, key, "mine")];
    let stored = ledger(&store).store(&same_key_of_bob, &[]).await.unwrap().outcomes;
    assert_eq!(stored.iter().map(seq).collect::<Vec<_>>(), [Some(2)]);
}

pub async fn who_is_no_member_is_refused_and_the_rest_of_the_batch_is_stored(store: TestStore) {
    let (ada, bob, here) = pair(&store).await;
    let left = Membership { state: MemberState::Left, left_seq: Some(0), ..Membership::new(here, bob) };
    write(&store, async |tx| tx.conversations().save_members(std::slice::from_ref(&left)).await)
        .await
        .unwrap();
    let batch = [
        incoming(here, id(), id(), "a stranger"),
        incoming(id(), ada, id(), "nowhere"),
        incoming(here, bob, id(), "who left"),
        incoming(here, ada, id(), "fine"),
    ];
    let outcomes = ledger(&store).store(&batch, &[]).await.unwrap().outcomes;
    for refused in &outcomes[..3] {
        assert!(matches!(refused, Outcome::Rejected(MessageError::NotMember)), "{refused:?}");
    }
    assert_eq!(seq(&outcomes[3]), Some(1));
}

/// Two nodes are given the same messages in batches of different sizes and both drive them to the end.
pub async fn two_writers_that_race_store_each_message_once(store: TestStore) {
    const MESSAGES: usize = 60;
    let (ada, bob, here) = pair(&store).await;
    let keys: Vec<ClientMsgId> = (0..MESSAGES).map(|_| id()).collect();
    let node = async |size: usize| {
        let ledger = ledger(&store);
        let mut numbers = Vec::new();
        for keys in keys.chunks(size) {
            let make = |key: &ClientMsgId| {
                let sender = if key.as_uuid().as_bytes()[15].is_multiple_of(2) { ada } else { bob };
                incoming(here, sender, *key, "the same")
            };
            let batch: Vec<Submission> = keys.iter().map(make).collect();
            let stored = loop {
                match ledger.store(&batch, &[]).await {
                    Ok(stored) => break stored,
                    Err(PortError::Contention(_)) => tokio::task::yield_now().await,
                    Err(error) => unreachable!("{error:?}"),
                }
            };
            numbers.extend(stored.outcomes.iter().filter_map(seq));
        }
        numbers
    };
    let (a, b) = tokio::join!(node(7), node(16));
    assert_eq!(a, b, "both were told the same numbers");
    let all = store.read().messages().ascending(here, 1, i64::MAX, Limit::max()).await.unwrap();
    assert!(all.iter().map(|message| message.seq).eq(1..=60));
}

/// A message of the peer that commits just before one's own is not swallowed by sending.
pub async fn unread_is_exact_while_both_write_and_read(store: TestStore) {
    let (ada, bob, here) = pair(&store).await;
    let ledger = ledger(&store);
    let unread = async |account| {
        let (head, member) = store.read().conversations().find_for(account, here).await.unwrap().unwrap();
        member.unread(&head)
    };
    let sends = |senders: &[AccountId]| -> Vec<Submission> {
        senders.iter().map(|sender| incoming(here, *sender, id(), "hello")).collect()
    };
    let read = |account_id, seq| CursorMove {
        conversation_id: here,
        account_id,
        cursor: Cursor::Read,
        seq,
        reply: None,
    };
    ledger.store(&sends(&[bob, ada, bob, ada, ada]), &[]).await.unwrap();
    assert_eq!((unread(ada).await, unread(bob).await), (2, 3));
    // Ada reads the first one only; the cursor rides with new messages.
    ledger.store(&sends(&[bob, ada]), &[read(ada, 1), read(bob, 99)]).await.unwrap();
    assert_eq!((unread(ada).await, unread(bob).await), (2, 0), "seq 3 and 6 are left for ada");
    ledger.store(&[], &[read(ada, 1), read(ada, 6)]).await.unwrap();
    assert_eq!((unread(ada).await, unread(bob).await), (0, 0));
    let (_, member) = store.read().conversations().find_for(ada, here).await.unwrap().unwrap();
    assert_eq!((member.read_seq, member.read_cnt, member.own_cnt, member.delivered_seq), (6, 6, 1, 6));
}

pub async fn what_is_settled_is_answered_and_published_once(store: TestStore) {
    let (ada, _, here) = pair(&store).await;
    let ear = Arc::new(Ear::default());
    let ledger = Ledger::new(Arc::clone(&store), Arc::new(SystemIds), Arc::<Ear>::clone(&ear));
    let answers: Arc<Mutex<Vec<Option<i64>>>> = Arc::default();
    let batch: Vec<Submission> = (0..3)
        .map(|_| {
            let answers = Arc::clone(&answers);
            let reply = Box::new(move |outcome: Outcome| answers.lock().unwrap().push(seq(&outcome)));
            Submission { reply, ..incoming(here, ada, id(), "hello") }
        })
        .collect();
    let stored = ledger.store(&batch, &[]).await.unwrap();
    assert!(ear.0.lock().unwrap().is_empty() && answers.lock().unwrap().is_empty(), "not before");
    ledger.settle(batch, Vec::new(), stored);
    assert_eq!(*answers.lock().unwrap(), [Some(1), Some(2), Some(3)]);
    let published = ear.0.lock().unwrap();
    let [Push::Messages(new)] = &published[..] else { unreachable!("one push for one conversation") };
    assert_eq!((new.conversation_id, new.messages.len(), new.member_rev), (here, 3, 1));
}
