use super::{Approach, SendRules};
use crate::{
    Timestamp,
    contacts::pair_key,
    ids::{AccountId, ConversationId, MessageId},
};

/// What kind of place it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConversationKind {
    /// Two people, or one with himself.
    Direct,
    /// Several members with roles.
    Group,
}

impl ConversationKind {
    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Group => "group",
        }
    }
}

/// Whether messages are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConversationState {
    /// In use.
    Active,
    /// Switched off by an administrator.
    Disabled,
    /// Ended by its owner.
    Dissolved,
}

/// The head of a conversation. Whoever changes it holds its row's lock; that lock is the only authority for
/// the order of messages (`messages.md` 2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    pub id: ConversationId,
    pub kind: ConversationKind,
    pub state: ConversationState,
    /// For direct chats: [`pair_key`] of the two, unique.
    pub direct_key: Option<[u8; 32]>,
    /// Number of the newest message; numbers are 1, 2, 3… without holes.
    pub last_seq: i64,
    /// How many countable messages there are up to `last_seq`.
    pub last_cnt: i64,
    /// Number of the newest change to an old message.
    pub last_rev: i64,
    /// Version of the set of members.
    pub member_rev: i64,
    pub last_message_id: Option<MessageId>,
    pub last_activity_at: Timestamp,
    pub created_at: Timestamp,
    /// For direct chats of people who are no contacts.
    pub approach: Approach,
    /// Who may send when; here, because every message asks.
    pub rules: SendRules,
    /// The newest message that mentions everybody, and whose it is.
    pub to_all: Option<(i64, AccountId)>,
}

/// What the head gives to a new message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    pub seq: i64,
    pub cnt: i64,
    pub created_at: Timestamp,
}

impl Conversation {
    /// A new direct chat of two people.
    #[must_use]
    pub fn direct(id: ConversationId, a: AccountId, b: AccountId, at: Timestamp) -> Self {
        Self { direct_key: Some(pair_key(a, b)), ..Self::new(id, ConversationKind::Direct, at) }
    }

    /// A new group without members.
    #[must_use]
    pub fn group(id: ConversationId, at: Timestamp) -> Self {
        Self::new(id, ConversationKind::Group, at)
    }

    fn new(id: ConversationId, kind: ConversationKind, at: Timestamp) -> Self {
        Self {
            id,
            kind,
            state: ConversationState::Active,
            direct_key: None,
            last_seq: 0,
            last_cnt: 0,
            last_rev: 0,
            member_rev: 1,
            last_message_id: None,
            last_activity_at: at,
            created_at: at,
            approach: Approach::Open,
            rules: SendRules::default(),
            to_all: None,
        }
    }

    /// Takes a message in: the next number, and a time that never runs backwards within the conversation,
    /// so that lists do not jump when a clock does.
    pub fn number(&mut self, message: MessageId, countable: bool, now: Timestamp) -> Numbers {
        self.last_seq += 1;
        self.last_cnt += i64::from(countable);
        self.last_message_id = Some(message);
        self.last_activity_at = self.last_activity_at.max(now);
        Numbers { seq: self.last_seq, cnt: self.last_cnt, created_at: self.last_activity_at }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn numbers_are_dense_and_time_never_runs_backwards() {
        let start = Timestamp::UNIX_EPOCH + TimeDelta::seconds(100);
        let (a, b) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let mut head = Conversation::direct(Uuid::from_u128(7).into(), a, b, start);
        let first = head.number(Uuid::from_u128(8).into(), true, start + TimeDelta::seconds(5));
        let second = head.number(Uuid::from_u128(9).into(), false, start);
        assert_eq!((first.seq, first.cnt, second.seq, second.cnt), (1, 1, 2, 1));
        assert_eq!(second.created_at, first.created_at);
    }
}
