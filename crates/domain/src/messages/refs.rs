use sha2::{Digest, Sha256};

use super::{Body, BodyHash, MessageError};
use crate::ids::AccountId;

/// Whom a message speaks to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Each once; at most [`Self::MOST`].
    pub people: Vec<AccountId>,
    /// Everybody in the group.
    pub all: bool,
}

impl Mentions {
    /// Most people that one message names.
    pub const MOST: usize = 50;

    /// # Errors
    /// [`MessageError::TooManyMentions`].
    pub fn new(mut people: Vec<AccountId>, all: bool) -> Result<Self, MessageError> {
        people.sort_unstable();
        people.dedup();
        if people.len() > Self::MOST {
            return Err(MessageError::TooManyMentions);
        }
        Ok(Self { people, all })
    }

    /// Whether nobody is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && !self.all
    }
}

/// What a message refers to besides what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refs {
    /// Number of the message that it answers, in the same conversation.
    pub reply_to: Option<i64>,
    pub mentions: Mentions,
    /// It was sent on from elsewhere.
    pub forwarded: bool,
}

impl Refs {
    /// Tells a retry of a message with these references from another message; without any it is the hash of the
    /// body.
    #[must_use]
    pub fn hash(&self, body: &Body) -> BodyHash {
        if *self == Self::default() {
            return body.hash();
        }
        let mut hasher = Sha256::new();
        hasher.update(body.hash());
        hasher.update(self.reply_to.unwrap_or_default().to_be_bytes());
        hasher.update([u8::from(self.mentions.all)]);
        if self.forwarded {
            hasher.update(b"forwarded");
        }
        for person in &self.mentions.people {
            hasher.update(person.as_uuid().as_bytes());
        }
        hasher.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::messages::Text;

    fn person(n: u128) -> AccountId {
        Uuid::from_u128(n).into()
    }

    #[test]
    fn people_are_named_once_and_not_without_end() {
        let twice = Mentions::new(vec![person(2), person(1), person(2)], false).unwrap();
        assert_eq!(twice.people, [person(1), person(2)]);
        assert!(Mentions::new((0..50).map(person).collect(), true).is_ok());
        assert_eq!(Mentions::new((0..51).map(person).collect(), true), Err(MessageError::TooManyMentions));
    }

    #[test]
    fn each_reference_makes_another_message() {
        let body = Body::Text(Text::parse("hi".into()).unwrap());
        let refs = |reply_to, people: &[u128], all| Refs {
            reply_to,
            mentions: Mentions::new(people.iter().copied().map(person).collect(), all).unwrap(),
            forwarded: false,
        };
        let all = [
            refs(None, &[], false),
            refs(Some(1), &[], false),
            refs(None, &[1], false),
            refs(None, &[], true),
            Refs { forwarded: true, ..Refs::default() },
        ];
        let hashes: std::collections::HashSet<_> = all.iter().map(|refs| refs.hash(&body)).collect();
        assert_eq!(hashes.len(), 5);
        assert!(hashes.contains(&body.hash()));
    }
}
