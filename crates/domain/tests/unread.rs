//! Unread is three integers per member; here it is compared with counting.

use kamachat_domain::{
    Timestamp,
    conversations::{Conversation, Cursor, Membership},
    ids::AccountId,
};
use proptest::prelude::*;
use uuid::Uuid;

#[derive(Clone, Debug)]
enum Act {
    Send { by_me: bool },
    Read { seq: i64 },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        any::<bool>().prop_map(|by_me| Act::Send { by_me }),
        (0_i64..140).prop_map(|seq| Act::Read { seq }),
    ];
    prop::collection::vec(act, 1..120)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn unread_equals_the_messages_of_others_above_the_cursor(acts in acts()) {
        let me: AccountId = Uuid::from_u128(1).into();
        let peer: AccountId = Uuid::from_u128(2).into();
        let mut head = Conversation::direct(Uuid::from_u128(3).into(), me, peer, Timestamp::UNIX_EPOCH);
        let mut member = Membership::new(head.id, me);
        let mut senders: Vec<bool> = Vec::new();
        for act in acts {
            match act {
                Act::Send { by_me } => {
                    head.number(Uuid::from_u128(4).into(), true, Timestamp::UNIX_EPOCH);
                    senders.push(by_me);
                    if by_me {
                        member.sent(true, Timestamp::UNIX_EPOCH);
                    }
                }
                Act::Read { seq } => {
                    let before = member.read_seq;
                    if let Some(seq) = member.forward(Cursor::Read, seq, &head) {
                        let index = usize::try_from(seq).unwrap_or_default();
                        let own_above = senders[index..].iter().filter(|by_me| **by_me).count();
                        member.read_to(seq, seq, i64::try_from(own_above).unwrap_or_default());
                    }
                    prop_assert!(member.read_seq >= before && member.read_seq <= head.last_seq);
                }
            }
            let from = usize::try_from(member.read_seq).unwrap_or_default();
            let counted = senders[from..].iter().filter(|by_me| !**by_me).count();
            prop_assert_eq!(member.unread(&head), i64::try_from(counted).unwrap_or_default());
            prop_assert!(member.delivered_seq >= member.read_seq);
        }
    }
}
