//! Requests between two people: whatever they do and however long they wait, one at most is pending.

use chrono::TimeDelta;
use kamachat_domain::{
    Timestamp,
    contacts::{FriendRequest, FriendRequestError, Meeting, Note, RequestState},
    ids::AccountId,
};
use proptest::prelude::*;
use uuid::Uuid;

#[derive(Clone, Debug)]
enum Act {
    Ask { by: usize },
    Accept { index: usize },
    Refuse { index: usize },
    Withdraw { index: usize },
    Wait { days: i64 },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (0_usize..2).prop_map(|by| Act::Ask { by }),
        1 => any::<usize>().prop_map(|index| Act::Accept { index }),
        1 => any::<usize>().prop_map(|index| Act::Refuse { index }),
        1 => any::<usize>().prop_map(|index| Act::Withdraw { index }),
        1 => (0_i64..20).prop_map(|days| Act::Wait { days }),
    ];
    prop::collection::vec(act, 100)
}

/// All requests of two people, oldest first.
#[derive(Default)]
struct Between {
    requests: Vec<FriendRequest>,
    now: Timestamp,
}

impl Between {
    fn ask(&mut self, from: AccountId, to: AccountId) {
        let now = self.now;
        if let Some(pending) = self.requests.iter_mut().find(|r| r.pending_key().is_some()) {
            match pending.meet(from, now) {
                Ok(Meeting::Over) => assert_eq!(pending.pending_key(), None),
                Ok(Meeting::Mutual) => {
                    assert_ne!(pending.from, from);
                    return assert_eq!(pending.accept(Uuid::from_u128(9).into(), now), Ok(()));
                }
                Err(error) => {
                    assert_eq!((error, pending.from), (FriendRequestError::Pending, from));
                    return;
                }
            }
        }
        let id = Uuid::from_u128(100 + self.requests.len() as u128).into();
        let made = FriendRequest::ask(id, from, to, Note::default(), now);
        self.requests.extend(made);
    }

    fn decide(&mut self, index: usize, work: impl FnOnce(&mut FriendRequest, Timestamp) -> bool) {
        let (now, count) = (self.now, self.requests.len());
        let Some(request) = self.requests.get_mut(index.checked_rem(count).unwrap_or_default()) else {
            return;
        };
        let before = request.clone();
        let in_time = before.state == RequestState::Pending && now < before.expires_at();
        assert_eq!(work(request, now), in_time, "{before:?}");
        if before.state != RequestState::Pending {
            assert_eq!(*request, before, "what was decided stays");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_pair_never_has_two_pending_requests(acts in acts()) {
        let people: [AccountId; 2] = [Uuid::from_u128(1).into(), Uuid::from_u128(2).into()];
        let mut between = Between::default();
        for act in acts {
            match act {
                Act::Ask { by } => between.ask(people[by], people[1 - by]),
                Act::Accept { index } => {
                    between.decide(index, |request, at| request.accept(Uuid::from_u128(9).into(), at).is_ok());
                }
                Act::Refuse { index } => between.decide(index, |request, at| request.refuse(at).is_ok()),
                Act::Withdraw { index } => between.decide(index, |request, at| request.withdraw(at).is_ok()),
                Act::Wait { days } => between.now += TimeDelta::days(days),
            }
            let keys = between.requests.iter().filter(|request| request.pending_key().is_some()).count();
            prop_assert!(keys <= 1, "{keys} pending");
            for request in &between.requests {
                prop_assert_eq!(request.decided_at.is_some(), request.state != RequestState::Pending);
                prop_assert_eq!(request.conversation_id.is_some(), request.state == RequestState::Accepted);
            }
        }
    }
}
