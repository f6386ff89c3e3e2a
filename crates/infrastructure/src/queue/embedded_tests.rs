//! The queue in front of a ledger that fails as told.

use std::{collections::HashMap, sync::atomic::AtomicUsize};

use async_trait::async_trait;
use kamachat_application::{
    messages::{Incoming, Outcome, Stored},
    ports::{BatchHandler, PortError},
};
use kamachat_domain::{
    conversations::{Cursor, Membership},
    messages::{Body, MessageError, Refs, Text},
};
use std::sync::atomic::Ordering::SeqCst;
use tokio::sync::{Semaphore, mpsc, oneshot};
use uuid::Uuid;

use super::*;

/// Keeps what it settles, in order. Each call waits for a permit, so that a test decides when a commit ends.
struct Ledger {
    commits: Semaphore,
    settled: Mutex<Vec<Vec<u128>>>,
    buried: Mutex<Vec<u128>>,
    cursors: Mutex<HashMap<Uuid, i64>>,
    calls: AtomicUsize,
    begun: mpsc::UnboundedSender<usize>,
    #[expect(clippy::type_complexity, reason = "said once")]
    fails: Box<dyn Fn(usize, &[u128]) -> Option<PortError> + Send + Sync>,
}

fn number(submission: &Submission) -> u128 {
    Uuid::from(submission.incoming.client_msg_id).as_u128()
}

#[async_trait]
impl BatchHandler for Ledger {
    async fn store(&self, batch: &[Submission], cursors: &[CursorMove]) -> Result<Stored, PortError> {
        self.begun.send(batch.len()).ok();
        self.commits.acquire().await.unwrap().forget();
        let numbers: Vec<u128> = batch.iter().map(number).collect();
        match (self.fails)(self.calls.fetch_add(1, SeqCst), &numbers) {
            Some(error) => Err(error),
            None => {
                Ok(Stored { cursors: cursors.iter().map(|_| (None, None)).collect(), ..Stored::default() })
            }
        }
    }

    fn settle(&self, batch: Vec<Submission>, cursors: Vec<CursorMove>, _: Stored) {
        if !batch.is_empty() {
            self.settled.lock().unwrap().push(batch.iter().map(number).collect());
        }
        for submission in batch {
            (submission.reply)(Outcome::Rejected(MessageError::Empty));
        }
        for cursor in cursors {
            self.cursors.lock().unwrap().insert(cursor.conversation_id.into(), cursor.seq);
            let membership = Membership::new(cursor.conversation_id, cursor.account_id);
            cursor.reply.into_iter().for_each(|reply| reply(Some(membership.clone())));
        }
    }

    async fn bury(&self, submission: Submission, _: PortError) {
        self.buried.lock().unwrap().push(number(&submission));
        (submission.reply)(Outcome::Rejected(MessageError::Unstorable));
    }
}

struct Desk {
    queue: EmbeddedQueue,
    ledger: Arc<Ledger>,
    begun: mpsc::UnboundedReceiver<usize>,
    writer: Option<Writer>,
}

fn desk(
    options: QueueOptions,
    commits: usize,
    fails: impl Fn(usize, &[u128]) -> Option<PortError> + Send + Sync + 'static,
) -> Desk {
    let (queue, writer) = EmbeddedQueue::new(options);
    let (begun, begins) = mpsc::unbounded_channel();
    let ledger = Ledger {
        commits: Semaphore::new(commits),
        settled: Mutex::default(),
        buried: Mutex::default(),
        cursors: Mutex::default(),
        calls: AtomicUsize::new(0),
        begun,
        fails: Box::new(fails),
    };
    Desk { queue, ledger: Arc::new(ledger), begun: begins, writer: Some(writer) }
}

impl Desk {
    fn run(&mut self) -> tokio::task::JoinSet<()> {
        let mut tasks = tokio::task::JoinSet::new();
        tasks.spawn(self.writer.take().unwrap().run(Arc::<Ledger>::clone(&self.ledger)));
        tasks
    }

    fn settled(&self) -> Vec<Vec<u128>> {
        self.ledger.settled.lock().unwrap().clone()
    }
}

fn submission(number: u128) -> (Submission, oneshot::Receiver<Outcome>) {
    let (reply, outcome) = oneshot::channel();
    let incoming = Incoming {
        conversation_id: Uuid::from_u128(1).into(),
        sender_id: Uuid::from_u128(2).into(),
        client_msg_id: Uuid::from_u128(number).into(),
        body: Body::Text(Text::parse("hello".into()).unwrap()),
        refs: Refs::default(),
        origin: None,
    };
    (Submission { incoming, reply: Box::new(move |outcome| drop(reply.send(outcome))) }, outcome)
}

fn submit(desk: &Desk, numbers: impl IntoIterator<Item = u128>) -> Vec<oneshot::Receiver<Outcome>> {
    let one = |number| {
        let (submission, outcome) = submission(number);
        desk.queue.submit(submission).unwrap();
        outcome
    };
    numbers.into_iter().map(one).collect()
}

fn refused() -> PortError {
    PortError::Refused("poison".into())
}

#[tokio::test]
async fn a_batch_is_what_came_in_during_the_last_commit_up_to_its_limit() {
    let mut desk = desk(QueueOptions { capacity: 100, batch: 4 }, 0, |_, _| None);
    let _tasks = desk.run();
    submit(&desk, [1]);
    assert_eq!(desk.begun.recv().await, Some(1), "nothing waits for company");
    submit(&desk, 2..=7);
    desk.ledger.commits.add_permits(10);
    desk.queue.close().await;
    assert_eq!(desk.settled(), [vec![1], vec![2, 3, 4, 5], vec![6, 7]]);
}

#[tokio::test]
async fn a_full_or_closed_queue_takes_nothing_and_does_not_answer() {
    let mut desk = desk(QueueOptions { capacity: 2, batch: 4 }, 10, |_, _| None);
    submit(&desk, [1, 2]);
    let (third, outcome) = submission(3);
    assert_eq!(desk.queue.submit(third), Err(QueueFull));
    assert!(outcome.await.is_err(), "the reply is dropped uncalled");
    let _tasks = desk.run();
    desk.queue.close().await;
    assert_eq!(desk.queue.submit(submission(4).0), Err(QueueFull));
    assert_eq!(desk.settled(), [vec![1, 2]]);
}

#[tokio::test]
async fn cursors_of_a_member_coalesce_to_the_furthest_and_answer_everybody() {
    let mut desk = desk(QueueOptions { capacity: 3, batch: 4 }, 10, |_, _| None);
    let cursor = |conversation: u128, seq, reply| CursorMove {
        conversation_id: Uuid::from_u128(conversation).into(),
        account_id: Uuid::from_u128(2).into(),
        cursor: Cursor::Read,
        seq,
        reply,
    };
    let mut answers = Vec::new();
    for seq in [5, 9, 7] {
        let (reply, answer) = oneshot::channel();
        let reply: kamachat_application::messages::CursorReply = Box::new(move |m| drop(reply.send(m)));
        desk.queue.advance(cursor(1, seq, Some(reply))).unwrap();
        answers.push(answer);
    }
    desk.queue.advance(cursor(1, 8, None)).unwrap();
    desk.queue.advance(cursor(2, 3, None)).unwrap();
    desk.queue.advance(cursor(3, 3, None)).unwrap();
    assert_eq!(desk.queue.advance(cursor(4, 3, None)), Err(QueueFull), "places for cursors are bounded");
    assert_eq!(desk.queue.advance(cursor(1, 9, Some(Box::new(drop)))), Err(QueueFull), "and so are replies");
    let _tasks = desk.run();
    desk.queue.close().await;
    let moved = desk.ledger.cursors.lock().unwrap().clone();
    assert_eq!(moved, HashMap::from([1, 2, 3].map(|n| (Uuid::from_u128(n), if n == 1 { 9 } else { 3 }))));
    for answer in answers {
        assert!(answer.await.unwrap().is_some());
    }
}

#[tokio::test(start_paused = true)]
async fn a_passing_failure_is_tried_again_for_ever_and_nothing_is_skipped() {
    let down = |call, _: &[u128]| match call {
        0..40 => Some(PortError::Unavailable("the database is away".into())),
        40..80 => Some(PortError::Contention("another writer".into())),
        _ => None,
    };
    let mut desk = desk(QueueOptions::default(), 1000, down);
    let outcomes = submit(&desk, 1..=3);
    let _tasks = desk.run();
    desk.queue.close().await;
    assert_eq!(desk.settled(), [vec![1, 2, 3]]);
    assert!(desk.ledger.buried.lock().unwrap().is_empty());
    for outcome in outcomes {
        outcome.await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn one_message_that_cannot_be_stored_is_found_and_buried_and_the_others_keep_their_order() {
    let poisoned = |_, batch: &[u128]| batch.contains(&77).then(refused);
    let mut desk = desk(QueueOptions::default(), 1000, poisoned);
    let outcomes = submit(&desk, 1..=200);
    let _tasks = desk.run();
    desk.queue.close().await;
    assert_eq!(*desk.ledger.buried.lock().unwrap(), [77]);
    let stored: Vec<u128> = desk.settled().concat();
    assert_eq!(stored, (1..=200).filter(|n| *n != 77).collect::<Vec<_>>());
    for (number, outcome) in (1..).zip(outcomes) {
        let Outcome::Rejected(reason) = outcome.await.unwrap() else { panic!("this ledger only rejects") };
        assert_eq!(reason == MessageError::Unstorable, number == 77);
    }
}

#[tokio::test(start_paused = true)]
async fn a_taken_key_is_tried_again_before_the_batch_is_taken_apart() {
    let raced = |call, _: &[u128]| (call < 3).then_some(PortError::Duplicate);
    let mut desk = desk(QueueOptions::default(), 1000, raced);
    submit(&desk, 1..=3);
    let _tasks = desk.run();
    desk.queue.close().await;
    assert_eq!(desk.settled(), [vec![1, 2, 3]]);
}

#[tokio::test]
async fn a_writer_that_is_gone_leaves_nobody_waiting() {
    let mut desk = desk(QueueOptions::default(), 0, |_, _| None);
    let outcomes = submit(&desk, 1..=3);
    drop(desk.writer.take());
    for outcome in outcomes {
        assert!(outcome.await.is_err());
    }
    assert_eq!(desk.queue.submit(submission(4).0), Err(QueueFull));
    desk.queue.close().await;
}
