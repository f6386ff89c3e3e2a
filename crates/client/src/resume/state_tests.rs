use kamachat_protocol::frames::{AccountEvent, AccountEventKind, AckedMessage, MAX_PULL};
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

fn head(last_seq: i64) -> Head {
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

fn state(start: Start) -> State {
    State::new(account(), ResumeOptions { start, ..ResumeOptions::default() })
}

/// What was handed over since the last look.
fn handed(state: &mut State) -> Vec<i64> {
    let seq = |event| if let Event::Message(message) = event { Some(message.seq) } else { None };
    state.events.drain(..).filter_map(seq).collect()
}

fn pulls(state: &mut State) -> Vec<(i64, i64)> {
    let range = |frame| if let ClientFrame::Pull { from, to, .. } = frame { Some((from, to)) } else { None };
    state.frames.drain(..).filter_map(range).collect()
}

fn page(from: i64, to: i64) -> ServerFrame {
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

/// What was handed over, with the changes.
fn states(state: &mut State) -> Vec<(i64, Option<i64>, bool)> {
    let told = |event| match event {
        Event::Message(message) => Some((message.seq, message.rev, false)),
        Event::Changed(message) => Some((message.seq, message.rev, true)),
        _ => None,
    };
    state.events.drain(..).filter_map(told).collect()
}

fn changed(seq: i64, rev: i64) -> ServerFrame {
    let message = Box::new(Message { rev: Some(rev), ..message(seq) });
    ServerFrame::MessageChanged { conversation_id: uuid::Uuid::nil().into(), seq, rev, message }
}

fn asked(state: &mut State) -> Vec<i64> {
    let since = |frame| if let ClientFrame::Changes { since, .. } = frame { Some(since) } else { None };
    state.frames.drain(..).filter_map(since).collect()
}

fn answer(changes: &[(i64, i64)], last_rev: i64, more: bool) -> ServerFrame {
    ServerFrame::Changes {
        reference: None,
        conversation_id: uuid::Uuid::nil().into(),
        items: changes.iter().map(|&(seq, rev)| Message { rev: Some(rev), ..message(seq) }).collect(),
        last_rev,
        more,
    }
}

#[test]
fn a_change_that_was_missed_is_asked_for_and_none_is_told_twice() {
    let (mut state, now) = (state(Start::Now), Instant::now());
    state.online(0, &[head(9)], now);
    state.frame(changed(3, 1), now);
    state.frame(changed(3, 1), now);
    assert_eq!(states(&mut state), [(3, Some(1), true)]);
    state.frame(changed(4, 4), now);
    state.frame(changed(5, 5), now);
    assert_eq!((states(&mut state), asked(&mut state)), (Vec::new(), vec![1]), "one question at a time");
    state.frame(answer(&[(3, 3), (4, 4)], 4, true), now);
    assert_eq!(asked(&mut state), [4]);
    state.frame(answer(&[(5, 5)], 5, false), now);
    assert!(asked(&mut state).is_empty());
    assert_eq!(states(&mut state), [(3, Some(3), true), (4, Some(4), true), (5, Some(5), true)]);

    state.offline(Error::TimedOut, now);
    state.online(0, &[Head { last_rev: 7, ..head(9) }], now);
    assert_eq!(asked(&mut state), [5]);
    // Nothing of it is visible here.
    state.frame(answer(&[], 7, false), now);
    state.frame(
        ServerFrame::Stale { conversation_id: uuid::Uuid::nil().into(), last_seq: 0, last_rev: 7 },
        now,
    );
    assert_eq!((states(&mut state), asked(&mut state)), (Vec::new(), Vec::new()));
}

#[test]
fn a_change_before_its_message_wins_over_what_was_on_its_way() {
    let (mut state, now) = (state(Start::Now), Instant::now());
    state.online(0, &[head(3)], now);
    state.frame(ServerFrame::NewMessage { message: message(5) }, now);
    state.frame(changed(5, 1), now);
    assert_eq!(states(&mut state), []);
    state.frame(page(4, 4), now);
    assert_eq!(states(&mut state), [(4, None, false), (5, Some(1), false)]);
}

#[test]
fn a_push_from_before_the_first_head_is_pulled_as_it_is_now() {
    let (mut state, now) = (state(Start::Beginning), Instant::now());
    state.online(0, &[Head { last_rev: 1, ..head(2) }], now);
    assert_eq!(pulls(&mut state), [(1, 2)]);
    // The head counts a change of it; the push of that change was lost.
    state.frame(ServerFrame::NewMessage { message: message(2) }, now);
    state.frame(ServerFrame::NewMessage { message: message(3) }, now);
    let mut page = page(1, 2);
    if let ServerFrame::Messages { items, .. } = &mut page {
        items[1].rev = Some(1);
    }
    state.frame(page, now);
    let all = [(1, None, false), (2, Some(1), false), (3, None, false)];
    assert_eq!(states(&mut state), all);
}

#[test]
fn changes_that_were_missed_before_the_first_head_are_asked_for() {
    let (mut state, now) = (state(Start::Beginning), Instant::now());
    state.online(0, &[], now);
    state.frame(ServerFrame::NewMessage { message: message(1) }, now);
    state.offline(Error::Ended, now);
    state.frames.clear();
    state.online(0, &[Head { last_rev: 2, ..head(1) }], now);
    let asked = state.frames.iter().any(|frame| matches!(frame, ClientFrame::Changes { since: 0, .. }));
    assert!(asked, "message 1 may be older than its changes: {:?}", state.frames);
}

/// Something happened to the conversation.
fn happened(useq: i64) -> ServerFrame {
    let (kind, ref_id) = (AccountEventKind::Conversation, uuid::Uuid::nil().to_string());
    let items = vec![AccountEvent { useq, kind, ref_id, created_at: Default::default() }];
    ServerFrame::AccountEvents { reference: None, items, last_useq: useq }
}

#[test]
fn who_comes_back_into_a_group_asks_what_was_changed_meanwhile() {
    let (mut state, now) = (state(Start::Beginning), Instant::now());
    state.online(0, &[head(0)], now);
    state.frame(ServerFrame::NewMessage { message: message(1) }, now);
    state.frames.clear();
    state.frame(happened(1), now);
    assert_eq!(asked(&mut state), [0]);
    let (reference, conversation_id) = (None, uuid::Uuid::nil().into());
    state.frame(
        ServerFrame::Changes { reference, conversation_id, items: vec![], last_rev: 0, more: false },
        now,
    );
    assert!(state.frames.is_empty(), "once: {:?}", state.frames);
}

#[test]
fn who_comes_back_while_the_question_of_his_leaving_is_under_way_asks_again() {
    let (mut state, now) = (state(Start::Beginning), Instant::now());
    // No head and no change of it was ever heard.
    state.online(0, &[], now);
    state.frame(ServerFrame::NewMessage { message: message(1) }, now);
    state.frames.clear();
    state.frame(happened(1), now);
    state.frame(happened(2), now);
    assert_eq!(asked(&mut state), [0], "one question at a time");
    let (reference, code) = (Some(format!("changes:{}", uuid::Uuid::nil())), "not_found".to_owned());
    state.frame(ServerFrame::Error { reference, code, message: String::new(), retry_after: None }, now);
    state.act(now);
    assert_eq!(asked(&mut state), [0], "he was let in again since");
}
