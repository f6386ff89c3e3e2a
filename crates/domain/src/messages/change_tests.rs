use uuid::Uuid;

use super::*;
use crate::messages::Refs;
use crate::{
    conversations::{MemberState, Role},
    groups::{Group, GroupName},
};

const WINDOWS: ChangeWindows =
    ChangeWindows { edit: TimeDelta::seconds(900), recall: TimeDelta::seconds(120) };

fn person(n: u128) -> AccountId {
    Uuid::from_u128(n).into()
}

fn start() -> Timestamp {
    Timestamp::UNIX_EPOCH + TimeDelta::days(1)
}

fn text(text: &str) -> Text {
    Text::parse(text.into()).unwrap_or_else(|_| unreachable!("a text"))
}

fn group() -> (Group, Membership) {
    let name = GroupName::parse("tea").unwrap_or_else(|_| unreachable!("a name"));
    Group::create(Uuid::from_u128(7).into(), name, person(1), 10, start())
}

fn member(n: u128, role: Role) -> Membership {
    Membership { role, ..Membership::new(Uuid::from_u128(7).into(), person(n)) }
}

fn message(sender: u128, body: Body) -> Message {
    Message {
        id: Uuid::from_u128(50).into(),
        conversation_id: Uuid::from_u128(7).into(),
        seq: 1,
        cnt: 1,
        rev: None,
        sender_id: person(sender),
        client_msg_id: Uuid::from_u128(51).into(),
        body_hash: body.hash(),
        body,
        created_at: start(),
        changes: Changes::default(),
        refs: Refs::default(),
    }
}

fn act<'a>(group: &'a Group, member: &'a Membership, seconds: i64) -> Act<'a> {
    let now = start() + TimeDelta::seconds(seconds);
    Act { head: &group.head, member, group: Some(&group.info), now }
}

#[test]
fn only_the_sender_edits_a_text_in_time_and_knowing_the_last_one() {
    let ((group, owner), me) = (group(), member(2, Role::Member));
    let mut it = message(2, Body::Text(text("one")));
    let edit = |it: &mut Message, member, new: &str, version, seconds| {
        it.edit(act(&group, member, seconds), text(new), version, WINDOWS)
    };
    assert_eq!(edit(&mut it, &owner, "x", 0, 1), Err(MessageError::NotSender));
    assert_eq!(edit(&mut it, &me, "one", 9, 9_999), Ok(None), "nothing to do is done at any time");
    assert_eq!(edit(&mut it, &me, "two", 0, 901), Err(MessageError::EditExpired));
    assert_eq!(edit(&mut it, &me, "two", 1, 5), Err(MessageError::EditConflict));
    let earlier = edit(&mut it, &me, "two", 0, 900).ok().flatten();
    assert_eq!(earlier, Some(EarlierText { version: 0, text: text("one"), written_at: start() }));
    assert_eq!((it.changes.version, it.body.text()), (1, "two"));
    assert_eq!(edit(&mut it, &me, "three", 0, 5), Err(MessageError::EditConflict));
    let second = edit(&mut it, &me, "three", 1, 6).ok().flatten();
    assert_eq!(second.map(|earlier| earlier.written_at), Some(start() + TimeDelta::seconds(900)));
    it.changes.version = Message::MOST_EDITS;
    assert_eq!(edit(&mut it, &me, "four", Message::MOST_EDITS, 6), Err(MessageError::EditLimit));
    let never = ChangeWindows { edit: TimeDelta::zero(), ..WINDOWS };
    let refused = it.edit(act(&group, &me, 0), text("five"), 100, never);
    assert_eq!(refused, Err(MessageError::EditExpired));
}

#[test]
fn who_may_not_send_may_not_say_something_else_either() {
    let ((mut group, _), me) = (group(), member(2, Role::Member));
    let mut it = message(2, Body::Text(text("one")));
    let silent = Membership { silenced_until: Some(start() + TimeDelta::hours(1)), ..me.clone() };
    let barred = Membership { barred: true, ..me.clone() };
    let slow = Membership { last_sent_at: Some(start()), ..me.clone() };
    group.head.rules.slow_mode_s = 600;
    let edit = |it: &mut Message, member| it.edit(act(&group, member, 0), text("two"), 0, WINDOWS);
    assert_eq!(edit(&mut it, &silent), Err(MessageError::Silenced { seconds: 3600 }));
    assert_eq!(edit(&mut it, &barred), Err(MessageError::Refused));
    for member in [&silent, &barred] {
        assert!(it.may_react(act(&group, member, 0)).is_err());
    }
    assert!(edit(&mut it, &slow).is_ok(), "the pause was kept when it was sent");
    group.head.rules.muted_until = Some(start() + TimeDelta::hours(1));
    assert!(it.may_react(act(&group, &me, 0)).is_ok(), "reacting is not sending");
    group.head.state = ConversationState::Dissolved;
    assert_eq!(it.may_react(act(&group, &me, 0)), Err(MessageError::ConversationClosed));
}

#[test]
fn a_message_is_taken_back_by_its_sender_in_time_and_by_whoever_outranks_him() {
    let (group, owner) = group();
    let (me, other, admin) = (member(2, Role::Member), member(3, Role::Member), member(4, Role::Admin));
    let recall = |by: &Membership, of: &Membership, seconds| {
        let Some(n) = [1, 2, 3, 4].into_iter().find(|n| person(*n) == of.account_id) else {
            unreachable!("one of these")
        };
        message(n, Body::Text(text("x"))).recall(act(&group, by, seconds), Some(of), WINDOWS)
    };
    let forbidden = Err(Denied::Group(GroupError::Forbidden));
    assert_eq!(recall(&me, &me, 120), Ok(true));
    assert_eq!(recall(&me, &me, 121), Err(MessageError::RecallExpired.into()));
    assert_eq!(recall(&other, &me, 1), forbidden);
    assert_eq!(recall(&admin, &me, 99_999), Ok(true));
    assert_eq!(recall(&admin, &owner, 1), forbidden);
    assert_eq!(recall(&admin, &member(4, Role::Admin), 9_999), Err(MessageError::RecallExpired.into()));
    assert_eq!(recall(&owner, &admin, 9_999), Ok(true));
    let mut gone = Membership { role: Role::Admin, ..member(3, Role::Admin) };
    gone.exit(&group.head, MemberState::Left);
    assert_eq!(recall(&admin, &gone, 9_999), Ok(true), "who left has no rank any more");
}

#[test]
fn nothing_is_left_of_what_was_taken_back() {
    let ((group, _), me) = (group(), member(2, Role::Member));
    let mut it = message(2, Body::Text(text("secret")));
    it.changes.pinned = true;
    assert_eq!(it.recall(act(&group, &me, 1), Some(&me), WINDOWS), Ok(true));
    assert_eq!((it.body.clone(), it.body_hash), (Body::Deleted, [0; 32]));
    assert_eq!(it.changes, Changes { recalled_by: Some(person(2)), ..Changes::default() });
    assert_eq!(it.recall(act(&group, &me, 999), Some(&me), WINDOWS), Ok(false));
    let edited = it.edit(act(&group, &me, 1), text("again"), 0, WINDOWS);
    assert_eq!(edited, Err(MessageError::Unchangeable));
    assert_eq!(it.pin(act(&group, &me, 1), true), Err(MessageError::Unchangeable.into()));
    assert_eq!(it.may_react(act(&group, &me, 1)), Err(MessageError::Unchangeable));
}

#[test]
fn pinning_is_a_right_of_the_group() {
    let ((mut group, _), me) = (group(), member(2, Role::Member));
    let mut it = message(3, Body::Card(person(9)));
    assert_eq!(it.pin(act(&group, &me, 1), true), Err(Denied::Group(GroupError::Forbidden)));
    group.info.pin = crate::conversations::Who::Everyone;
    assert_eq!(it.pin(act(&group, &me, 1), true), Ok(true));
    assert_eq!(it.pin(act(&group, &me, 1), true), Ok(false));
    let direct = Act { group: None, ..act(&group, &me, 1) };
    assert_eq!(it.pin(direct, false), Ok(true));
}
