//! Conversations of which only those are known who are online.

use kamachat_application::conversations::Member;
use kamachat_domain::ids::AccountId;

use super::{
    tests::{Stage, account, chat, member, members, messages, online, read, sent, seqs, stage},
    *,
};

/// So many that nobody loads them all.
const MANY: u128 = 100_000;

fn crowd(member_rev: i64, changed: &[Member]) -> MemberList {
    let mut list = members(member_rev, (1..=300).map(member).collect());
    list.members.retain(|member| changed.iter().all(|other| other.account_id != member.account_id));
    list.members.extend_from_slice(changed);
    list.members.push(member(MANY));
    MemberList { is_whole: false, has_receipts: false, ..list }
}

fn removed(n: u128, left_seq: i64) -> Member {
    Member { state: MemberState::Removed, left_seq: Some(left_seq), ..member(n) }
}

/// Who was looked up, look-up by look-up.
fn asked(stage: &Stage) -> Vec<Vec<AccountId>> {
    std::mem::take(&mut *stage.world.asked.lock().unwrap())
}

#[tokio::test]
async fn only_who_is_online_is_ever_looked_up() {
    let mut stage = stage(Some(crowd(1, &[])));
    let [ann, stranger] = [(1, 1), (2, 5000)].map(|(id, of)| online(&stage.registry, id, of));
    stage.lane.handle(messages(1, &[1], None)).await;
    stage.lane.handle(messages(1, &[2], None)).await;
    assert_eq!((seqs(&ann), seqs(&stranger)), (vec![1, 2], vec![]));
    let mut looked_up = asked(&stage);
    looked_up.iter_mut().for_each(|accounts| accounts.sort_unstable());
    assert_eq!(looked_up, [[account(1), account(5000)]]);

    let late = online(&stage.registry, 3, MANY);
    stage.lane.handle(messages(1, &[3], None)).await;
    stage.lane.handle(messages(1, &[4], None)).await;
    assert_eq!((seqs(&ann), seqs(&late)), (vec![3, 4], vec![3, 4]));
    assert_eq!((asked(&stage), *stage.world.loads.lock().unwrap()), (vec![vec![account(MANY)]], 1));
}

#[tokio::test]
async fn one_look_up_serves_all_pushes_up_to_the_version_it_found() {
    let mut stage = stage(Some(crowd(9, &[])));
    let ann = online(&stage.registry, 1, 1);
    for (rev, seq) in (1..=9).zip(1..) {
        stage.lane.handle(messages(rev, &[seq], None)).await;
    }
    assert_eq!((seqs(&ann), asked(&stage).len()), ((1..=9).collect(), 1));
}

#[tokio::test]
async fn who_connects_while_the_members_are_read_misses_nothing() {
    let Stage { world, registry, mut lane } = stage(Some(crowd(1, &[])));
    let ann = online(&registry, 1, 1);
    let came = Arc::new(std::sync::OnceLock::new());
    let (to, late) = (Arc::clone(&registry), Arc::clone(&came));
    *world.meanwhile.lock().unwrap() = Some(Box::new(move || drop(late.set(online(&to, 2, 2)))));
    lane.handle(messages(1, &[1], None)).await;
    let late = came.get().unwrap();
    assert_eq!((seqs(&ann), seqs(late)), (vec![1], vec![1]));
    lane.handle(messages(1, &[2], None)).await;
    assert_eq!((seqs(&ann), seqs(late)), (vec![2], vec![2]));
}

/// His heads count the message whose look-up he came too late for; the next one has to find him.
#[tokio::test]
async fn who_connects_while_arrivals_are_looked_up_is_found_by_the_next_push() {
    let Stage { world, registry, mut lane } = stage(Some(crowd(1, &[])));
    online(&registry, 1, 1);
    lane.handle(messages(1, &[1], None)).await;
    let second = online(&registry, 2, 2);
    let came = Arc::new(std::sync::OnceLock::new());
    let (to, late) = (Arc::clone(&registry), Arc::clone(&came));
    *world.meanwhile.lock().unwrap() = Some(Box::new(move || drop(late.set(online(&to, 3, 3)))));
    lane.handle(messages(1, &[2], None)).await;
    lane.handle(messages(1, &[3], None)).await;
    assert_eq!((seqs(&second), seqs(came.get().unwrap())), (vec![2, 3], vec![3]));
}

#[tokio::test]
async fn who_was_removed_gets_nothing_of_what_came_after_and_a_late_push_of_before() {
    let Stage { world, registry, mut lane } = stage(Some(crowd(1, &[])));
    let [ann, bob] = [(1, 1), (2, 2)].map(|(id, of)| online(&registry, id, of));
    lane.handle(messages(1, &[1], None)).await;
    *world.members.lock().unwrap() = Some(crowd(2, &[removed(2, 3)]));
    lane.handle(messages(2, &[4], None)).await;
    lane.handle(messages(1, &[3], None)).await;
    assert_eq!((seqs(&ann), seqs(&bob)), (vec![1, 4, 3], vec![1, 3]));
    // Nor does it help to go and come back.
    registry.leave(&bob);
    let back = online(&registry, 3, 2);
    lane.handle(messages(2, &[5], None)).await;
    assert_eq!((seqs(&ann), seqs(&back)), (vec![5], vec![]));
}

#[tokio::test]
async fn who_is_removed_while_the_members_are_read_gets_nothing_of_what_came_after() {
    let Stage { world, registry, mut lane } = stage(Some(crowd(1, &[])));
    let bob = online(&registry, 2, 2);
    let meanwhile = Arc::clone(&world);
    *world.meanwhile.lock().unwrap() =
        Some(Box::new(move || *meanwhile.members.lock().unwrap() = Some(crowd(2, &[removed(2, 1)]))));
    lane.handle(messages(1, &[1], None)).await;
    lane.handle(messages(2, &[2, 3], None)).await;
    assert_eq!(seqs(&bob), [1]);
}

#[tokio::test]
async fn who_comes_back_gets_what_is_sent_from_then_on() {
    let Stage { world, registry, mut lane } = stage(Some(crowd(2, &[removed(2, 3)])));
    let bob = online(&registry, 2, 2);
    lane.handle(messages(2, &[4], None)).await;
    let again = Member { visible_from: 5, ..member(2) };
    *world.members.lock().unwrap() = Some(crowd(3, &[again]));
    lane.handle(messages(3, &[5], None)).await;
    lane.handle(messages(2, &[4], None)).await;
    assert_eq!(seqs(&bob), [5]);
}

/// Somebody who arrives is looked up where the members are older than a push: nobody gets it, and the
/// comparison of the sweep does it again.
#[tokio::test]
async fn arrivals_that_cannot_be_looked_up_hold_a_push_back_until_the_sweep_heals_it() {
    let Stage { world, registry, mut lane } = stage(Some(crowd(2, &[])));
    online(&registry, 1, 1);
    lane.handle(messages(2, &[1], None)).await;
    let bob = online(&registry, 2, 2);
    for behind in [None, Some(crowd(1, &[]))] {
        *world.members.lock().unwrap() = behind;
        lane.handle(messages(2, &[2], None)).await;
        assert_eq!(seqs(&bob), [0; 0]);
    }
    *world.members.lock().unwrap() = Some(crowd(2, &[]));
    *world.newest.lock().unwrap() = Some((2, super::tests::view(2)));
    lane.handle(Job::Compare { conversation_id: chat(), member_rev: 2, last_seq: 2, last_rev: 0 }).await;
    assert_eq!(seqs(&bob), [2]);
}

#[tokio::test]
async fn a_group_that_grows_into_a_crowd_loses_nobody() {
    let Stage { world, registry, mut lane } = stage(Some(members(1, vec![member(1), member(2)])));
    let [ann, bob, new] = [(1, 1), (2, 2), (3, 3)].map(|(id, of)| online(&registry, id, of));
    lane.handle(messages(1, &[1], None)).await;
    *world.members.lock().unwrap() = Some(crowd(2, &[]));
    lane.handle(messages(2, &[2], None)).await;
    assert_eq!([&ann, &bob, &new].map(|socket| seqs(socket)), [vec![1, 2], vec![1, 2], vec![2]]);
}

#[tokio::test]
async fn in_a_crowd_cursors_are_for_the_readers_own_devices_and_look_nobody_up() {
    let mut stage = stage(Some(crowd(1, &[])));
    let [reader, peer] = [(1, 1), (2, 2)].map(|(id, of)| online(&stage.registry, id, of));
    stage.lane.handle(messages(1, &[7], None)).await;
    asked(&stage);
    online(&stage.registry, 3, 3);
    let ports::Push::Cursor(moved) = read_in_group() else { unreachable!() };
    stage.lane.handle(Job::Push(Arc::new(ports::Push::Cursor(moved)))).await;
    assert_eq!((sent(&reader).len(), sent(&peer).len(), asked(&stage).len()), (2, 1, 0));
}

fn read_in_group() -> ports::Push {
    let Job::Push(push) = read(1, Cursor::Read) else { unreachable!() };
    let ports::Push::Cursor(moved) = &*push else { unreachable!() };
    ports::Push::Cursor(CursorMoved { kind: ConversationKind::Group, ..moved.clone() })
}
