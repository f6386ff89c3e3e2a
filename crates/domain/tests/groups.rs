//! A group as a state machine: whatever its people try, it has one owner, nobody raises himself, and its numbers
//! are those of its rows.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use kamachat_domain::{
    Timestamp,
    conversations::{ConversationState, MemberState, Membership, Role, Who},
    groups::{Entrant, Group, GroupAct, GroupError, GroupName, HistoryPolicy, JoinPolicy, SettingsChange},
    ids::AccountId,
};
use proptest::prelude::*;
use uuid::Uuid;

const PEOPLE: u128 = 8;
const MOST: i64 = 6;

#[derive(Clone, Debug)]
enum Act {
    Add { by: u128, whom: u128 },
    Join { who: u128 },
    Leave { who: u128 },
    Remove { by: u128, whom: u128, ban: bool },
    Unban { by: u128, whom: u128 },
    Role { by: u128, whom: u128, role: Role },
    Transfer { by: u128, whom: u128 },
    Silence { by: u128, whom: u128 },
    Change { by: u128, invite: Who, post: Who },
    Dissolve { by: u128, really: u8 },
    Send,
}

fn roles() -> impl Strategy<Value = Role> {
    prop_oneof![Just(Role::Member), Just(Role::Admin), Just(Role::Owner)]
}

fn whos() -> impl Strategy<Value = Who> {
    prop_oneof![Just(Who::Everyone), Just(Who::Admins), Just(Who::Owner)]
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let who = || 0..PEOPLE;
    let act = prop_oneof![
        4 => (who(), who()).prop_map(|(by, whom)| Act::Add { by, whom }),
        2 => who().prop_map(|who| Act::Join { who }),
        1 => who().prop_map(|who| Act::Leave { who }),
        2 => (who(), who(), any::<bool>()).prop_map(|(by, whom, ban)| Act::Remove { by, whom, ban }),
        1 => (who(), who()).prop_map(|(by, whom)| Act::Unban { by, whom }),
        3 => (who(), who(), roles()).prop_map(|(by, whom, role)| Act::Role { by, whom, role }),
        1 => (who(), who()).prop_map(|(by, whom)| Act::Transfer { by, whom }),
        1 => (who(), who()).prop_map(|(by, whom)| Act::Silence { by, whom }),
        1 => (who(), whos(), whos()).prop_map(|(by, invite, post)| Act::Change { by, invite, post }),
        1 => (who(), any::<u8>()).prop_map(|(by, really)| Act::Dissolve { by, really }),
        2 => Just(Act::Send),
    ];
    prop::collection::vec(act, 100)
}

fn id(n: u128) -> AccountId {
    Uuid::from_u128(n + 1).into()
}

struct World {
    group: Group,
    rows: BTreeMap<AccountId, Membership>,
    now: Timestamp,
}

impl World {
    fn new() -> Self {
        let now = Timestamp::UNIX_EPOCH + TimeDelta::days(1);
        let name = GroupName::parse("a group").unwrap_or_else(|_| unreachable!("a good name"));
        let (mut group, owner) = Group::create(Uuid::from_u128(99).into(), name, id(0), MOST, now);
        group.info.join = JoinPolicy::Open;
        group.info.history = HistoryPolicy::FromJoining;
        Self { group, rows: BTreeMap::from([(id(0), owner)]), now }
    }

    /// The row of an active member; everybody else is turned away before the aggregate is asked.
    fn actor(&self, n: u128) -> Option<Membership> {
        self.rows.get(&id(n)).filter(|row| row.is_active()).cloned()
    }

    fn row(&self, n: u128) -> Option<Membership> {
        self.rows.get(&id(n)).cloned()
    }

    fn put(&mut self, row: Membership) {
        self.rows.insert(row.account_id, row);
    }

    fn admit(&mut self, whom: u128, by: Option<AccountId>) -> Option<Result<(), GroupError>> {
        let before = self.row(whom);
        if before.as_ref().is_some_and(Membership::is_active) {
            return None;
        }
        let entrant = Entrant { account_id: id(whom), before, receipts: true };
        Some(self.group.admit(vec![entrant], by, self.now).map(|rows| {
            for row in rows {
                assert_eq!((row.unread(&self.group.head), row.role), (0, Role::Member));
                self.put(row);
            }
        }))
    }

    /// What an act did: `None` when it was not tried.
    fn run(&mut self, act: &Act) -> Option<Result<(), GroupError>> {
        match *act {
            Act::Add { by, whom } => {
                let actor = self.actor(by)?;
                if let Err(refused) = self.group.allow(&actor, GroupAct::Invite) {
                    return Some(Err(refused));
                }
                self.admit(whom, Some(actor.account_id))
            }
            Act::Join { who } => self.admit(who, None),
            Act::Leave { who } => {
                let mut row = self.actor(who)?;
                Some(self.group.leave(&mut row).map(|_| self.put(row)))
            }
            Act::Remove { by, whom, ban } => {
                let (actor, mut row) = (self.actor(by)?, self.row(whom)?);
                Some(self.group.remove(&actor, &mut row, ban).map(|_| self.put(row)))
            }
            Act::Unban { by, whom } => {
                let (actor, mut row) = (self.actor(by)?, self.row(whom)?);
                Some(self.group.unban(&actor, &mut row).map(|()| self.put(row)))
            }
            Act::Role { by, whom, role } => {
                let (actor, mut row) = (self.actor(by)?, self.row(whom)?);
                Some(self.group.set_role(&actor, &mut row, role).map(|_| self.put(row)))
            }
            Act::Transfer { by, whom } => {
                let (mut actor, mut row) = (self.actor(by)?, self.row(whom)?);
                Some(self.group.transfer(&mut actor, &mut row).map(|_| {
                    self.put(actor);
                    self.put(row);
                }))
            }
            Act::Silence { by, whom } => {
                let (actor, mut row) = (self.actor(by)?, self.row(whom)?);
                let until = Some(self.now + TimeDelta::hours(1));
                Some(self.group.silence(&actor, &mut row, until, self.now).map(|_| self.put(row)))
            }
            Act::Change { by, invite, post } => {
                let actor = self.actor(by)?;
                let change =
                    SettingsChange { invite: Some(invite), post: Some(post), ..SettingsChange::default() };
                Some(self.group.change(&actor, change, MOST, self.now).map(drop))
            }
            // Rarely, or there is nothing left to try.
            Act::Dissolve { by, really: 0 } => {
                let actor = self.actor(by)?;
                Some(self.group.dissolve(&actor).map(drop))
            }
            Act::Dissolve { .. } => None,
            Act::Send => {
                self.group.head.number(Uuid::from_u128(5).into(), true, self.now);
                None
            }
        }
    }

    fn roles(&self) -> BTreeMap<AccountId, Role> {
        let active = self.rows.values().filter(|row| row.is_active());
        active.map(|row| (row.account_id, row.role)).collect()
    }
}

/// Who did it, where somebody did.
fn actor_of(act: &Act) -> Option<AccountId> {
    match *act {
        Act::Add { by, .. }
        | Act::Remove { by, .. }
        | Act::Unban { by, .. }
        | Act::Role { by, .. }
        | Act::Transfer { by, .. }
        | Act::Silence { by, .. }
        | Act::Change { by, .. }
        | Act::Dissolve { by, .. } => Some(id(by)),
        Act::Join { who } | Act::Leave { who } => Some(id(who)),
        Act::Send => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_group_keeps_its_promises_whatever_its_people_try(acts in acts()) {
        let mut world = World::new();
        for act in acts {
            let (before, roles, rows) = (world.group.clone(), world.roles(), world.rows.clone());
            let done = world.run(&act);
            let after = world.roles();
            // Exactly one owner, the one that the group names.
            if world.group.head.state == ConversationState::Active {
                let owners: Vec<_> = after.iter().filter(|(_, role)| **role == Role::Owner).collect();
                prop_assert_eq!(owners, vec![(&world.group.info.owner_id, &Role::Owner)]);
            }
            // Nobody raises himself.
            if let Some(actor) = actor_of(&act) {
                let (was, is) = (roles.get(&actor), after.get(&actor));
                prop_assert!(is.is_none() || was.is_none() || is <= was, "{act:?}");
            }
            // Counts are those of the rows, and the limit holds.
            let active = i64::try_from(after.len()).unwrap_or_default();
            prop_assert_eq!(world.group.info.member_count, active);
            prop_assert!(active <= MOST);
            prop_assert!(world.group.info.faces.iter().all(|face| after.contains_key(face)));
            // The version of the members counts each change by one, and nothing else.
            let changed = roles != after;
            prop_assert_eq!(world.group.head.member_rev, before.head.member_rev + i64::from(changed), "{:?}", act);
            // What is refused changes nothing.
            if matches!(done, Some(Err(_))) {
                prop_assert_eq!(&world.rows, &rows);
                prop_assert_eq!(&world.group, &before);
            }
            // Who is gone saw the last message that was there and has no role; who was banned does not come back.
            for row in world.rows.values().filter(|row| !row.is_active()) {
                prop_assert!(row.left_seq.is_some_and(|seq| seq <= world.group.head.last_seq));
                prop_assert_eq!(row.role, Role::Member);
            }
            for (account, row) in &rows {
                let banned = row.state == MemberState::Banned;
                prop_assert!(!banned || !world.rows[account].is_active());
            }
        }
    }
}

#[test]
fn values_out_of_bounds_are_refused_and_change_nothing() {
    let mut world = World::new();
    let owner = world.rows[&id(0)].clone();
    let (before, now) = (world.group.clone(), world.now);
    let change = |slow: Option<i64>, most: Option<i64>, days: Option<i64>| SettingsChange {
        slow_mode_s: slow,
        max_members: most,
        muted_until: days.map(|days| Some(now + TimeDelta::days(days))),
        ..SettingsChange::default()
    };
    for (change, refused) in [
        (change(Some(-1), None, None), GroupError::SlowModeInvalid),
        (change(Some(3601), None, None), GroupError::SlowModeInvalid),
        (change(None, Some(1), None), GroupError::MaxMembersInvalid),
        (change(None, Some(MOST + 1), None), GroupError::MaxMembersInvalid),
        (change(None, None, Some(400)), GroupError::UntilInvalid),
    ] {
        assert_eq!(world.group.change(&owner, change, MOST, now), Err(refused));
    }
    assert_eq!(world.group, before);
}
