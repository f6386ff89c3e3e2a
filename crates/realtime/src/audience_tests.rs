use kamachat_application::Actor;
use kamachat_domain::accounts::Role;
use uuid::Uuid;

use super::*;
use crate::{options::Options, outbox::Limits};

fn member(account: u128, state: MemberState, visible_from: i64, left_seq: Option<i64>) -> Member {
    Member { account_id: Uuid::from_u128(account).into(), state, visible_from, left_seq }
}

fn come_online(registry: &Registry, account: u128) -> Arc<Connection> {
    let actor = Actor {
        account_id: Uuid::from_u128(account).into(),
        session_id: Uuid::from_u128(account).into(),
        role: Role::User,
    };
    let limits = Limits::from(&Options::default());
    let id = u64::try_from(account).unwrap();
    let connection = Arc::new(Connection::new(id, &actor, limits, 0));
    registry.join(&connection);
    connection
}

fn online(audience: &mut Audience, registry: &Registry) -> Vec<u128> {
    let mut all = Vec::new();
    audience.each_online(registry, |member, _| all.push(member.account_id.as_uuid().as_u128()));
    all.sort_unstable();
    all
}

#[test]
fn members_see_what_was_sent_while_they_belonged() {
    use MemberState::{Active, Banned, Left, Removed};
    let cases = [
        (member(1, Active, 5, None), 4, false),
        (member(1, Active, 5, None), 5, true),
        (member(1, Removed, 1, Some(7)), 7, true),
        (member(1, Removed, 1, Some(7)), 8, false),
        (member(1, Left, 1, None), 1, false),
        (member(1, Banned, 1, Some(3)), 4, false),
    ];
    for (member, seq, expected) in cases {
        assert_eq!(may_see(&member, seq), expected, "{member:?} {seq}");
    }
}

fn list(is_whole: bool, accounts: impl IntoIterator<Item = u128>) -> MemberList {
    let members = accounts.into_iter().map(|n| member(n, MemberState::Active, 1, None)).collect();
    MemberList { member_rev: 1, is_whole, has_receipts: true, members }
}

/// Looks up arrivals as a lane does, where the first hundred accounts are members; who was asked for.
fn catch_up(audience: &mut Audience, registry: &Registry) -> Vec<u128> {
    let (unknown, next) = audience.unknown(registry);
    let unknown: Vec<u128> = unknown.iter().map(|account| account.as_uuid().as_u128()).collect();
    audience.arrived(list(false, unknown.iter().copied().filter(|n| *n <= 100)).members, next);
    unknown
}

#[test]
fn few_members_are_all_known_and_nobody_is_looked_up() {
    let registry = Registry::default();
    come_online(&registry, 3);
    let mut audience = Audience::new(list(true, 1..=10), 0);
    let guest = come_online(&registry, 7);
    assert!(catch_up(&mut audience, &registry).is_empty());
    assert_eq!((online(&mut audience, &registry), audience.is_crowd()), (vec![3, 7], false));
    registry.leave(&guest);
    assert_eq!(online(&mut audience, &registry), [3]);
}

#[test]
fn of_a_crowd_everybody_is_looked_up_when_he_arrives_and_forgotten_when_he_goes() {
    let registry = Registry::default();
    come_online(&registry, 3);
    let mut audience = Audience::new(list(false, [3]), registry.arrivals_until());
    assert_eq!((catch_up(&mut audience, &registry), online(&mut audience, &registry)), (vec![], vec![3]));
    let guest = come_online(&registry, 7);
    come_online(&registry, 999);
    assert_eq!(catch_up(&mut audience, &registry), [7, 999]);
    assert_eq!(online(&mut audience, &registry), [3, 7]);
    assert!(catch_up(&mut audience, &registry).is_empty(), "strangers are looked up once, too");
    registry.leave(&guest);
    assert_eq!(online(&mut audience, &registry), [3]);
    come_online(&registry, 7);
    assert_eq!(catch_up(&mut audience, &registry), [7]);
    assert_eq!(online(&mut audience, &registry), [3, 7]);
}

#[test]
fn a_short_absence_that_nobody_noticed_loses_no_member() {
    let registry = Registry::default();
    let first = come_online(&registry, 3);
    let mut audience = Audience::new(list(false, [3]), registry.arrivals_until());
    registry.leave(&first);
    come_online(&registry, 3);
    assert!(catch_up(&mut audience, &registry).is_empty());
    assert_eq!(online(&mut audience, &registry), [3]);
}

#[test]
fn a_crowd_that_missed_arrivals_looks_around_again() {
    let registry = Registry::default();
    let mut audience = Audience::new(list(false, []), registry.arrivals_until());
    come_online(&registry, 50);
    for n in 0..5000 {
        come_online(&registry, 1000 + n);
    }
    assert_eq!(catch_up(&mut audience, &registry).len(), 5001);
    assert_eq!(online(&mut audience, &registry), [50]);
    assert!(catch_up(&mut audience, &registry).is_empty());
}
