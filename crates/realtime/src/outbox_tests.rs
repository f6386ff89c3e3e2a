use kamachat_domain::ids::ConversationId;
use uuid::Uuid;

use super::*;

const LIMITS: Limits = Limits { frames: 3, bytes: 1000, answers: 100 };

fn conversation(n: u128) -> ConversationId {
    Uuid::from_u128(n).into()
}

fn push(n: u128, seq: i64, text: &str) -> Push {
    Push {
        bytes: Bytes::copy_from_slice(text.as_bytes()),
        conversation_id: conversation(n),
        seq,
        rev: 0,
        origin: None,
    }
}

fn passing() -> Outbox {
    let mut outbox = Outbox::default();
    outbox.hold();
    outbox.release();
    outbox
}

fn stale(n: u128, last_seq: i64) -> Bytes {
    frame::text(&ServerFrame::Stale { conversation_id: conversation(n), last_seq, last_rev: 0 })
}

#[test]
fn what_waits_is_joined_in_order_and_a_single_frame_is_shared() {
    let mut outbox = passing();
    let first = push(1, 1, "one");
    outbox.push(&first, LIMITS).unwrap();
    assert_eq!(outbox.take().unwrap().as_ptr(), first.bytes.as_ptr());
    outbox.push(&push(1, 2, "two"), LIMITS).unwrap();
    outbox.answer(Bytes::from_static(b"ack"), LIMITS).unwrap();
    outbox.push(&push(1, 3, "three"), LIMITS).unwrap();
    assert_eq!(&outbox.take().unwrap()[..], b"twoackthree");
    assert!(outbox.take().is_none());
    assert_eq!(outbox.queue.capacity(), 0);
}

#[test]
fn a_chunk_stays_below_its_bound_and_loses_nothing() {
    let mut outbox = passing();
    let limits = Limits { frames: 100, bytes: 10_000_000, answers: 0 };
    for seq in 0..10 {
        outbox.push(&push(1, seq, &"x".repeat(30_000)), limits).unwrap();
    }
    let mut sizes = Vec::new();
    while let Some(chunk) = outbox.take() {
        sizes.push(chunk.len());
    }
    assert_eq!(sizes, [60_000; 5]);
    outbox.push(&push(1, 11, &"x".repeat(100_000)), limits).unwrap();
    assert_eq!(outbox.take().unwrap().len(), 100_000);
}

#[test]
fn on_overflow_pushes_give_way_and_each_conversation_is_told_once_after_the_drain() {
    let mut outbox = passing();
    outbox.answer(Bytes::from_static(b"ack"), LIMITS).unwrap();
    for (n, seq) in [(1, 1), (1, 2), (2, 7), (2, 8), (3, 1), (1, 3)] {
        outbox.push(&push(n, seq, "m"), LIMITS).unwrap();
    }
    assert_eq!(&outbox.take().unwrap()[..], b"ack");
    let told = [stale(1, 3), stale(2, 8), stale(3, 1)].concat();
    assert_eq!(&outbox.take().unwrap()[..], &told[..]);
    outbox.push(&push(1, 4, "again"), LIMITS).unwrap();
    assert_eq!(&outbox.take().unwrap()[..], b"again");
}

#[test]
fn bytes_are_bounded_too_but_one_large_frame_always_passes() {
    let mut outbox = passing();
    outbox.push(&push(1, 1, &"x".repeat(5000)), LIMITS).unwrap();
    outbox.push(&push(1, 2, "m"), LIMITS).unwrap();
    assert_eq!(outbox.take().unwrap(), stale(1, 2));
}

#[test]
fn before_hello_nothing_is_pushed_and_during_the_heads_pushes_wait_behind_answers() {
    let mut outbox = Outbox::default();
    outbox.push(&push(1, 1, "early"), LIMITS).unwrap();
    outbox.hold();
    outbox.push(&push(1, 2, "held"), LIMITS).unwrap();
    outbox.answer(Bytes::from_static(b"heads"), LIMITS).unwrap();
    assert_eq!(&outbox.take().unwrap()[..], b"heads");
    assert!(outbox.take().is_none());
    outbox.release();
    assert_eq!(&outbox.take().unwrap()[..], b"held");
}

#[test]
fn what_overflows_while_held_is_told_as_stale_after_the_release() {
    let mut outbox = Outbox::default();
    outbox.hold();
    for seq in 1..=10 {
        outbox.push(&push(1, seq, "m"), LIMITS).unwrap();
    }
    assert!(outbox.take().is_none());
    outbox.release();
    assert_eq!(outbox.take().unwrap(), stale(1, 10));
}

#[test]
fn answers_are_never_dropped_but_bounded() {
    let mut outbox = passing();
    outbox.answer(Bytes::from(vec![0; 101]), LIMITS).unwrap();
    assert_eq!(outbox.answer(Bytes::from_static(b"x"), LIMITS), Err(Overrun));
    outbox.take();
    assert!(outbox.answer(Bytes::from_static(b"x"), LIMITS).is_ok());
}

#[test]
fn a_socket_that_lacks_too_many_conversations_starts_over() {
    let mut outbox = passing();
    let missed = (0..2000).try_for_each(|n| outbox.push(&push(n, 1, "m"), LIMITS));
    assert_eq!(missed, Err(Overrun));
}

#[test]
fn after_the_end_nothing_follows() {
    let mut outbox = passing();
    for seq in 1..=10 {
        outbox.push(&push(1, seq, "m"), LIMITS).unwrap();
    }
    outbox.answer(Bytes::from_static(b"error"), LIMITS).unwrap();
    outbox.end(Bytes::from_static(b"close"));
    assert_eq!(&outbox.take().unwrap()[..], b"errorclose");
    assert!(outbox.take().is_none());
}

#[test]
fn a_hint_is_for_those_who_are_there_and_have_room() {
    let hint = || Bytes::from(vec![b'x'; 600]);
    let mut early = Outbox::default();
    early.hint(hint(), LIMITS);
    early.hold();
    early.hint(hint(), LIMITS);
    early.release();
    assert!(early.take().is_none());
    let mut outbox = passing();
    outbox.hint(hint(), LIMITS);
    outbox.hint(hint(), LIMITS);
    assert_eq!(outbox.take().unwrap().len(), 600, "the second found no room");
    assert!(outbox.take().is_none());
    for seq in 1..=4 {
        outbox.push(&push(1, seq, "m"), LIMITS).unwrap();
    }
    outbox.hint(Bytes::from_static(b"x"), LIMITS);
    assert_eq!(outbox.take(), Some(stale(1, 4)), "who is behind hears of messages first");
}
