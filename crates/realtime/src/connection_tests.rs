use std::{
    sync::{Arc, atomic::AtomicUsize},
    task::Wake,
};

use kamachat_domain::accounts::Role;
use uuid::Uuid;

use super::*;
use crate::options::Options;

struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn connection() -> Connection {
    let actor = Actor {
        account_id: Uuid::from_u128(1).into(),
        session_id: Uuid::from_u128(2).into(),
        role: Role::User,
    };
    Connection::new(7, &actor, Limits::from(&Options::default()), 0)
}

fn poll(connection: &Connection) -> Poll<Option<Bytes>> {
    connection.poll_output(&mut Context::from_waker(Waker::noop()))
}

fn push(origin: Option<u64>) -> Push {
    Push {
        bytes: Bytes::from_static(b"m"),
        conversation_id: Uuid::from_u128(3).into(),
        seq: 1,
        rev: 0,
        origin,
    }
}

#[test]
fn a_burst_wakes_the_writer_once() {
    let connection = connection();
    connection.hold();
    connection.release();
    let count = Arc::new(Count(AtomicUsize::new(0)));
    let waker = Waker::from(Arc::clone(&count));
    assert!(connection.poll_output(&mut Context::from_waker(&waker)).is_pending());
    for _ in 0..10 {
        connection.push(&[push(None)]);
    }
    assert_eq!(count.0.load(Ordering::Relaxed), 1);
    assert_eq!(poll(&connection), Poll::Ready(Some(Bytes::from_static(b"mmmmmmmmmm"))));
}

#[test]
fn the_socket_that_sent_a_message_is_left_out_and_only_it() {
    let connection = connection();
    connection.hold();
    connection.release();
    connection.push(&[push(Some(7))]);
    assert!(poll(&connection).is_pending());
    connection.push(&[push(Some(8))]);
    assert!(poll(&connection).is_ready());
}

#[test]
fn a_revoked_socket_gets_nothing_but_the_code() {
    let connection = connection();
    connection.hold();
    connection.release();
    connection.push(&[push(None)]);
    connection.answer(&ServerFrame::Pong { t: 1 });
    connection.close(CloseCode::Revoked);
    connection.close(CloseCode::Normal);
    connection.answer(&ServerFrame::Pong { t: 2 });
    assert_eq!(poll(&connection), Poll::Ready(Some(frame::close(CloseCode::Revoked))));
    assert_eq!(poll(&connection), Poll::Ready(None));
    assert!(connection.is_closing());
}

#[test]
fn a_socket_is_stuck_while_frames_wait_and_none_is_taken() {
    let connection = connection();
    assert_eq!(connection.stuck_for(), 0);
    connection.answer(&ServerFrame::Pong { t: 1 });
    connection.answer(&ServerFrame::Pong { t: 2 });
    assert_eq!((connection.stuck_for(), connection.stuck_for()), (1, 2));
    assert!(poll(&connection).is_ready());
    connection.answer(&ServerFrame::Pong { t: 3 });
    assert_eq!(connection.stuck_for(), 0);
}

#[test]
fn silence_counts_from_the_last_frame_and_patience_for_hello_from_the_start() {
    let connection = connection();
    assert_eq!((connection.silent_for(10), connection.ungreeted_for(10)), (10, 10));
    connection.heard(8);
    connection.hold();
    assert_eq!((connection.silent_for(10), connection.ungreeted_for(10)), (2, 0));
}

#[test]
fn too_many_waiting_answers_close_it_as_too_slow() {
    let connection = connection();
    let big = Bytes::from(vec![0; 3 * 1024 * 1024]);
    for _ in 0..3 {
        connection.answer_bytes(big.clone());
    }
    assert_eq!(poll(&connection), Poll::Ready(Some(frame::close(CloseCode::TooSlow))));
}

#[tokio::test]
async fn the_reader_waits_until_the_socket_took_its_answers() {
    let connection = Arc::new(connection());
    connection.answer_bytes(Bytes::from(vec![0; ROOM + 1]));
    let waiting = {
        let connection = Arc::clone(&connection);
        async move { connection.room().await }
    };
    let taking = async {
        tokio::task::yield_now().await;
        assert!(poll(&connection).is_ready());
    };
    tokio::join!(waiting, taking);
}
