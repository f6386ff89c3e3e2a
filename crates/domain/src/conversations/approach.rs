use super::{Conversation, Membership};
use crate::{ids::AccountId, messages::MessageError};

/// Whether people who are no contacts may write to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strangers {
    /// A direct chat needs contacts.
    #[default]
    Off,
    /// Up to [`Approach::LIMIT`] messages until the other one answers.
    Limited,
    /// As contacts may.
    Open,
}

/// How far somebody got who writes to a person that does not have him as a contact. The head of the direct chat
/// keeps it, so that the decision needs no row that is not locked anyway.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Approach {
    /// They are contacts, or the other one answered.
    #[default]
    Open,
    /// Nobody wrote yet.
    Fresh,
    /// One wrote so many messages that nobody answered.
    Asked { by: AccountId, count: i16 },
}

impl Approach {
    /// Messages of a stranger that nobody answered.
    pub const LIMIT: i16 = 3;
}

impl Conversation {
    /// Lets a member of a direct chat write, or not; both rows are locked.
    ///
    /// # Errors
    /// [`MessageError::Refused`] when the other one wants nothing of him, [`MessageError::Unanswered`] when a
    /// stranger has to wait for an answer.
    pub fn approach(&mut self, member: &Membership, strangers: Strangers) -> Result<(), MessageError> {
        if member.stranger && strangers == Strangers::Off {
            return Err(MessageError::Refused);
        }
        let me = member.account_id;
        let count = match self.approach {
            Approach::Open => return Ok(()),
            Approach::Asked { by, .. } if by != me => {
                self.approach = Approach::Open;
                return Ok(());
            }
            Approach::Asked { count, .. } => count,
            Approach::Fresh => 0,
        };
        if !member.stranger {
            // Whom he writes to may answer.
            self.approach = Approach::Open;
        } else if strangers == Strangers::Limited {
            if count >= Approach::LIMIT {
                return Err(MessageError::Unanswered);
            }
            self.approach = Approach::Asked { by: me, count: count + 1 };
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::Timestamp;

    fn chat() -> (Conversation, Membership, Membership) {
        let (a, b) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let id = Uuid::from_u128(7).into();
        let head = Conversation::direct(id, a, b, Timestamp::UNIX_EPOCH);
        (head, Membership::new(id, a), Membership::new(id, b))
    }

    #[test]
    fn contacts_write_whatever_the_policy_and_nothing_changes() {
        let (mut head, a, _) = chat();
        for strangers in [Strangers::Off, Strangers::Limited, Strangers::Open] {
            assert_eq!(head.approach(&a, strangers), Ok(()));
            assert_eq!(head.approach, Approach::Open);
        }
    }

    #[test]
    fn a_stranger_gets_three_messages_until_he_is_answered() {
        let (mut head, mut a, mut b) = chat();
        head.approach = Approach::Fresh;
        (a.stranger, b.stranger) = (true, true);
        for _ in 0..3 {
            assert_eq!(head.approach(&a, Strangers::Limited), Ok(()));
        }
        assert_eq!(head.approach(&a, Strangers::Limited), Err(MessageError::Unanswered));
        assert_eq!(head.approach(&b, Strangers::Limited), Ok(()));
        for _ in 0..9 {
            assert_eq!(head.approach(&a, Strangers::Limited), Ok(()));
        }
        assert_eq!(head.approach(&a, Strangers::Off), Err(MessageError::Refused));
        assert_eq!(head.approach(&a, Strangers::Open), Ok(()));
    }

    #[test]
    fn whom_somebody_writes_to_that_knows_him_may_answer() {
        let (mut head, mut a, b) = chat();
        head.approach = Approach::Fresh;
        a.stranger = true;
        assert_eq!(head.approach(&b, Strangers::Limited), Ok(()));
        assert_eq!(head.approach, Approach::Open);
        assert_eq!(head.approach(&a, Strangers::Limited), Ok(()));
    }
}
