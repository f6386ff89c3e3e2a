//! A message queue in front of a real ledger and store: what is taken is answered, once, in order.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

use async_trait::async_trait;
use futures_util::{StreamExt, future::join_all, stream::FuturesUnordered};
use kamachat_application::{
    messages::{Incoming, Ledger, Outcome, Stored},
    ports::{BatchHandler, Bus, CursorMove, MessageQueue, PortError, Push, Submission},
};
use kamachat_domain::{
    Limit,
    conversations::{Cursor, Membership},
    ids::{AccountId, ClientMsgId, ConversationId},
    messages::Refs,
};
use kamachat_infrastructure::SystemIds;
use tokio::sync::oneshot;

use super::fixtures::{TestStore, direct, id, registered, text};

/// Starts a queue with places for `capacity` messages. Its future drives the batches and ends when the queue
/// was closed and is empty.
pub type Start = fn(capacity: usize, handler: Arc<dyn BatchHandler>) -> Running;

/// A queue, what closes it, and what drives it.
#[expect(missing_debug_implementations, reason = "futures have none")]
pub struct Running {
    pub queue: Arc<dyn MessageQueue>,
    pub close: Pin<Box<dyn Future<Output = ()>>>,
    pub drive: Pin<Box<dyn Future<Output = ()>>>,
}

/// Whoever listens to the bus here does not care.
struct Deaf;

impl Bus for Deaf {
    fn publish(&self, _: Push) {}
}

/// A ledger that fails every few batches: before it began, or after it committed with the answer lost.
struct Shaky {
    ledger: Ledger,
    calls: AtomicUsize,
    sizes: Mutex<Vec<usize>>,
}

#[async_trait]
impl BatchHandler for Shaky {
    async fn store(&self, batch: &[Submission], cursors: &[CursorMove]) -> Result<Stored, PortError> {
        self.sizes.lock().unwrap().push(batch.len());
        let lost = || PortError::Unavailable("the connection broke".into());
        match self.calls.fetch_add(1, SeqCst) % 5 {
            1 => Err(lost()),
            3 => self.ledger.store(batch, cursors).await.and(Err(lost())),
            _ => self.ledger.store(batch, cursors).await,
        }
    }

    fn settle(&self, batch: Vec<Submission>, cursors: Vec<CursorMove>, stored: Stored) {
        self.ledger.settle(batch, cursors, stored);
    }

    async fn bury(&self, submission: Submission, error: PortError) {
        self.ledger.bury(submission, error).await;
    }
}

fn shaky(store: &TestStore) -> Arc<Shaky> {
    let ledger = Ledger::new(Arc::clone(store), Arc::new(SystemIds), Arc::new(Deaf));
    Arc::new(Shaky { ledger, calls: AtomicUsize::new(0), sizes: Mutex::default() })
}

fn submission(
    conversation: ConversationId,
    sender: AccountId,
    key: ClientMsgId,
    content: &str,
) -> (Submission, oneshot::Receiver<Outcome>) {
    let (reply, outcome) = oneshot::channel();
    let incoming = Incoming {
        conversation_id: conversation,
        sender_id: sender,
        client_msg_id: key,
        body: text(content),
        refs: Refs::default(),
        origin: None,
    };
    (Submission { incoming, reply: Box::new(move |outcome| drop(reply.send(outcome))) }, outcome)
}

fn seq(outcome: Outcome) -> i64 {
    match outcome {
        Outcome::Stored(view) | Outcome::Duplicate(view) => view.message.seq,
        Outcome::Rejected(error) => unreachable!("{error}"),
    }
}

/// Commits get lost, yet each message is acknowledged with its one number, in the order of submission.
pub async fn every_message_is_acknowledged_once_in_order_although_commits_get_lost(
    store: TestStore,
    start: Start,
) {
    const EACH: i64 = 60;
    let mut chats = Vec::new();
    for n in 0..4 {
        let (a, b) = (
            registered(&store, &format!("ada{n}")).await.id,
            registered(&store, &format!("bob{n}")).await.id,
        );
        chats.push((direct(&store, a, b).await.id, a));
    }
    let shaky = shaky(&store);
    let Running { queue, close, drive } = start(1000, Arc::<Shaky>::clone(&shaky));
    let mut outcomes = Vec::new();
    for n in 0..EACH {
        for (conversation, sender) in &chats {
            let (submission, outcome) = submission(*conversation, *sender, id(), &n.to_string());
            queue.submit(submission).unwrap();
            outcomes.push(outcome);
        }
    }
    let answers = async {
        let numbers: Vec<i64> = join_all(outcomes).await.into_iter().map(|o| seq(o.unwrap())).collect();
        close.await;
        numbers
    };
    let (numbers, ()) = tokio::join!(answers, drive);
    let expected: Vec<i64> = (1..=EACH).flat_map(|n| [n; 4]).collect();
    assert_eq!(numbers, expected);
    for (conversation, _) in &chats {
        let stored =
            store.read().messages().ascending(*conversation, 1, i64::MAX, Limit::max()).await.unwrap();
        let texts: Vec<_> = stored.iter().map(|message| message.body.clone()).collect();
        assert_eq!(texts, (0..EACH).map(|n| text(&n.to_string())).collect::<Vec<_>>());
    }
    let sizes = shaky.sizes.lock().unwrap();
    assert!(sizes.iter().any(|size| *size > 1), "waiting messages share a commit: {sizes:?}");
}

/// Senders who are told that it is full come back with the same key, as clients do.
pub async fn a_flood_is_turned_away_and_stored_completely_when_it_comes_back(store: TestStore, start: Start) {
    const MESSAGES: usize = 120;
    let (a, b) = (registered(&store, "ada").await.id, registered(&store, "bob").await.id);
    let here = direct(&store, a, b).await.id;
    let shaky = shaky(&store);
    let Running { queue, close, drive } = start(8, Arc::<Shaky>::clone(&shaky));
    let refusals = AtomicUsize::new(0);
    let send = async |key: ClientMsgId| loop {
        let (submission, outcome) = submission(here, a, key, "hello");
        if queue.submit(submission).is_ok() {
            return seq(outcome.await.unwrap());
        }
        refusals.fetch_add(1, SeqCst);
        tokio::task::yield_now().await;
    };
    let flood = async {
        let sends: FuturesUnordered<_> = (0..MESSAGES).map(|_| send(id())).collect();
        let mut numbers: Vec<i64> = sends.collect().await;
        close.await;
        numbers.sort_unstable();
        numbers
    };
    let (numbers, ()) = tokio::join!(flood, drive);
    assert!(numbers.into_iter().eq(1..=MESSAGES as i64));
    assert!(refusals.load(SeqCst) > 0, "the queue is bounded");
    assert!(shaky.sizes.lock().unwrap().iter().all(|size| *size <= 8));
}

/// Many cursors of one member cost one write; everybody who waits learns where it stands.
pub async fn cursors_coalesce_and_never_run_backwards(store: TestStore, start: Start) {
    let (ada, bob) = (registered(&store, "ada").await.id, registered(&store, "bob").await.id);
    let here = direct(&store, ada, bob).await.id;
    let shaky = shaky(&store);
    let batch: Vec<Submission> = (0..10).map(|_| submission(here, bob, id(), "hello").0).collect();
    shaky.ledger.store(&batch, &[]).await.unwrap();
    let Running { queue, close, drive } = start(1000, Arc::<Shaky>::clone(&shaky));
    let mut answers = Vec::new();
    for seq in [3, 9, 1, 4] {
        let (reply, answer) = oneshot::channel::<Option<Membership>>();
        let reply: kamachat_application::messages::CursorReply = Box::new(move |m| drop(reply.send(m)));
        let cursor = CursorMove {
            conversation_id: here,
            account_id: ada,
            cursor: Cursor::Read,
            seq,
            reply: Some(reply),
        };
        queue.advance(cursor).unwrap();
        answers.push(answer);
    }
    let waiting = async {
        let answers = join_all(answers).await;
        close.await;
        answers
    };
    let (answers, ()) = tokio::join!(waiting, drive);
    for answer in answers {
        let member = answer.unwrap().unwrap();
        assert_eq!((member.read_seq, member.read_cnt, member.own_cnt), (9, 9, 0));
    }
    let (head, member) = store.read().conversations().find_for(ada, here).await.unwrap().unwrap();
    assert_eq!((member.read_seq, member.unread(&head)), (9, 1));
}
