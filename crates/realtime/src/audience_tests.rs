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

#[test]
fn a_crowd_is_walked_by_who_is_online_and_follows_who_comes_and_goes() {
    let registry = Registry::default();
    come_online(&registry, 3);
    for size in [10, 5000] {
        let members = (1..=size).map(|n| member(n, MemberState::Active, 1, None)).collect();
        let mut audience = Audience::new(MemberList { member_rev: 1, members }, &registry);
        assert_eq!(online(&mut audience, &registry), [3]);
        let guest = come_online(&registry, 7);
        come_online(&registry, 999_999);
        assert_eq!(online(&mut audience, &registry), [3, 7]);
        registry.leave(&guest);
        assert_eq!(online(&mut audience, &registry), [3]);
        let back = come_online(&registry, 7);
        assert_eq!(online(&mut audience, &registry), [3, 7]);
        registry.leave(&back);
    }
}

#[test]
fn a_crowd_that_missed_arrivals_looks_around_again() {
    let registry = Registry::default();
    let members = (1..=100).map(|n| member(n, MemberState::Active, 1, None)).collect();
    let mut audience = Audience::new(MemberList { member_rev: 1, members }, &registry);
    come_online(&registry, 50);
    for n in 0..5000 {
        come_online(&registry, 1000 + n);
    }
    assert_eq!(online(&mut audience, &registry), [50]);
}
