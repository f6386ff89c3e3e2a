use kamachat_protocol::frames::{AckedMessage, MAX_PULL};
use tokio::sync::oneshot;

use super::{super::log::tests::message, super::outbox::Pending, *};

fn account() -> Account {
    Account {
        id: uuid::Uuid::from_u128(1).into(),
        username: "ada".into(),
        nickname: "Ada".into(),
        email: None,
        email_verified: false,
        phone: None,
        avatar: None,
        signature: None,
        gender: Default::default(),
        birthday: None,
        status_text: None,
        role: "user".into(),
        created_at: Default::default(),
    }
}

pub(super) fn head(last_seq: i64) -> Head {
    Head {
        conversation_id: uuid::Uuid::nil().into(),
        last_seq,
        last_cnt: last_seq,
        last_rev: 0,
        member_rev: 1,
        read_seq: 0,
        read_cnt: 0,
        own_cnt: 0,
        visible_from: 1,
        mention_seq: 0,
        peer_read_seq: 0,
        peer_delivered_seq: 0,
    }
}

pub(super) fn state(start: Start) -> State {
    State::new(account(), ResumeOptions { start, ..ResumeOptions::default() })
}

/// What was handed over since the last look.
fn handed(state: &mut State) -> Vec<i64> {
    let seq = |event| if let Event::Message(message) = event { Some(message.seq) } else { None };
    state.events.drain(..).filter_map(seq).collect()
}

pub(super) fn pulls(state: &mut State) -> Vec<(i64, i64)> {
    let range = |frame| if let ClientFrame::Pull { from, to, .. } = frame { Some((from, to)) } else { None };
    state.frames.drain(..).filter_map(range).collect()
}

pub(super) fn page(from: i64, to: i64) -> ServerFrame {
    ServerFrame::Messages {
        reference: None,
        conversation_id: uuid::Uuid::nil().into(),
        from,
        to,
        items: (from..=to).map(message).collect(),
    }
}

#[test]
fn what_was_missed_while_away_is_pulled_and_what_is_known_is_not_told_twice() {
    let (mut state, now) = (state(Start::Now), Instant::now());
    state.online(0, &[head(3)], now);
    assert_eq!(pulls(&mut state), []);
    state.frame(ServerFrame::NewMessage { message: message(4) }, now);
    assert_eq!(handed(&mut state), [4]);

    state.offline(Error::TimedOut, now);
    state.online(0, &[head(6)], now);
    assert_eq!(pulls(&mut state), [(5, 6)]);
    state.frame(ServerFrame::NewMessage { message: message(7) }, now);
    state.frame(page(5, 6), now);
    state.frame(page(5, 6), now);
    assert_eq!(handed(&mut state), [5, 6, 7]);
}

#[test]
fn what_never_comes_is_told_once() {
    let (mut state, now) = (state(Start::Now), Instant::now());
    state.online(0, &[head(3)], now);
    state.frame(ServerFrame::NewMessage { message: message(6) }, now);
    assert_eq!(pulls(&mut state), [(4, 5)]);
    for _ in 0..2 {
        let conversation_id = uuid::Uuid::nil().into();
        state.frame(ServerFrame::Unavailable { conversation_id, from: 4, to: 5 }, now);
    }
    let told = state.events.drain(..).filter_map(|event| match event {
        Event::Skipped { from, to, .. } => Some((from, to)),
        Event::Message(message) => Some((message.seq, message.seq)),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), [(4, 5), (6, 6)]);
}

#[test]
fn a_long_history_is_pulled_page_by_page() {
    let (mut state, now) = (state(Start::Beginning), Instant::now());
    state.online(0, &[head(450)], now);
    let mut all = Vec::new();
    while let [(from, to)] = pulls(&mut state)[..] {
        assert!(to - from < MAX_PULL);
        state.frame(page(from, to), now);
        all.extend(handed(&mut state));
    }
    assert_eq!(all, (1..=450).collect::<Vec<_>>());
}

#[test]
fn a_program_that_does_not_listen_costs_no_memory_and_loses_nothing() {
    let (mut state, now) = (state(Start::Now), Instant::now());
    state.online(0, &[head(0)], now);
    for seq in 1..=3000 {
        state.frame(ServerFrame::NewMessage { message: message(seq) }, now);
    }
    assert!(state.events.len() <= MAX_WAITING);
    let mut all = handed(&mut state);
    state.act(now);
    while let [(from, to)] = pulls(&mut state)[..] {
        state.frame(page(from, to), now);
        all.extend(handed(&mut state));
    }
    assert_eq!(all, (1..=3000).collect::<Vec<_>>());
}

#[test]
fn an_own_message_is_told_in_its_place_and_repeated_under_the_same_name() {
    let (mut state, now) = (state(Start::Now), Instant::now());
    state.online(0, &[head(0)], now);
    let (reply, mut answer) = oneshot::channel();
    let id = uuid::Uuid::from_u128(77).into();
    let conversation_id = uuid::Uuid::nil().into();
    let pending = Pending { conversation_id, client_msg_id: id, text: "mine".into(), reply };
    state.command(Command::Send(pending), now, true);
    assert_eq!(state.frames.len(), 1);

    state.offline(Error::TimedOut, now);
    state.online(0, &[head(0)], now);
    assert!(
        matches!(&state.frames[0], ClientFrame::SendMessage { client_msg_id, .. } if *client_msg_id == id)
    );

    let stored = message(2);
    let acked = AckedMessage { id: stored.id, seq: 2, cnt: 2, created_at: stored.created_at };
    let ack = ServerFrame::Ack {
        reference: None,
        client_msg_id: id,
        conversation_id,
        message: acked,
        duplicate: true,
    };
    state.frame(ack, now);
    assert!(answer.try_recv().is_ok_and(|sent| sent.is_ok_and(|sent| sent.duplicate)));
    assert_eq!(handed(&mut state), [0; 0], "1 is missing");
    state.frame(ServerFrame::NewMessage { message: message(1) }, now);
    assert_eq!(handed(&mut state), [1, 2]);
}

#[test]
fn an_answer_without_progress_is_not_asked_for_again_at_once() {
    let (mut state, now) = (state(Start::Beginning), Instant::now());
    state.online(0, &[head(5)], now);
    assert_eq!(pulls(&mut state), [(1, 5)]);
    let empty = ServerFrame::Messages {
        reference: None,
        conversation_id: uuid::Uuid::nil().into(),
        from: 1,
        to: 5,
        items: Vec::new(),
    };
    state.frame(empty, now);
    state.act(now);
    assert_eq!(pulls(&mut state), []);
    state.act(now + PULL_AGAIN);
    assert_eq!(pulls(&mut state), [(1, 5)]);
}
