use kamachat_protocol::frames::{AccountEvent, AccountEventKind};

use super::super::{
    super::log::tests::message,
    tests::{head, page, pulls, state},
    *,
};

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
