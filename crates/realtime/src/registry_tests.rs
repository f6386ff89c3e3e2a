use kamachat_application::Actor;
use kamachat_domain::accounts::Role;
use uuid::Uuid;

use super::*;
use crate::{options::Options, outbox::Limits};

fn connection(id: u64, account: u128, session: u128) -> Arc<Connection> {
    let actor = Actor {
        account_id: Uuid::from_u128(account).into(),
        session_id: Uuid::from_u128(session).into(),
        role: Role::User,
    };
    Arc::new(Connection::new(id, &actor, Limits::from(&Options::default()), 0))
}

fn ids(registry: &Registry, account: u128) -> Vec<u64> {
    let mut all = Vec::new();
    registry.of_account(Uuid::from_u128(account).into(), &mut all);
    all.iter().map(|connection| connection.id).collect()
}

#[test]
fn an_account_has_many_sockets_and_each_leaves_alone() {
    let registry = Registry::default();
    let [phone, laptop, other] = [connection(1, 1, 1), connection(2, 1, 2), connection(3, 2, 3)];
    [&phone, &laptop, &other].into_iter().for_each(|connection| registry.join(connection));
    assert_eq!((ids(&registry, 1), ids(&registry, 2)), (vec![1, 2], vec![3]));
    registry.leave(&phone);
    registry.leave(&phone);
    assert_eq!(ids(&registry, 1), [2]);
    assert!(registry.of_session(phone.session_id).is_empty());
    assert_eq!(registry.sessions().len(), 2);
    let mut seen = 0;
    registry.visit(|_| seen += 1);
    assert_eq!(seen, 2);
}

#[test]
fn places_are_counted_until_the_transport_is_gone_and_then_nothing_is_left() {
    let registry = Arc::new(Registry::default());
    let account = Uuid::from_u128(1).into();
    let first = registry.reserve(account, 2).unwrap();
    let second = registry.reserve(account, 2).unwrap();
    assert_eq!(registry.reserve(account, 2).unwrap_err(), TooMany);
    assert_eq!(registry.len(), 2);
    drop(first);
    assert!(registry.reserve(account, 2).is_ok());
    drop(second);
    let mut entries = 0;
    registry.accounts.each(|shard| entries += shard.len());
    assert_eq!((registry.len(), entries), (0, 0));
}

#[test]
fn arrivals_are_told_once_per_account_and_only_as_far_back_as_they_are_kept() {
    let registry = Registry::default();
    let start = registry.arrivals_until();
    registry.join(&connection(1, 1, 1));
    registry.join(&connection(2, 1, 2));
    registry.join(&connection(3, 2, 3));
    let (who, next) = registry.arrived_since(start).unwrap();
    assert_eq!(who, [Uuid::from_u128(1).into(), Uuid::from_u128(2).into()]);
    assert_eq!(registry.arrived_since(next), Some((vec![], next)));
    for n in 0..ARRIVALS as u128 {
        registry.join(&connection(10, 100 + n, n));
    }
    assert_eq!(registry.arrived_since(start), None);
}
