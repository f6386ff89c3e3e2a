use super::GroupError;
use crate::{
    Timestamp,
    ids::{AccountId, ConversationId, GroupInviteId},
};

/// A link that lets people into one group. Only the hash of its code is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupInvite {
    pub id: GroupInviteId,
    pub conversation_id: ConversationId,
    pub code_hash: [u8; 32],
    /// It is worth what this member's right to invite is worth.
    pub created_by: AccountId,
    /// `None`: any number.
    pub max_uses: Option<i64>,
    pub uses: i64,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

impl GroupInvite {
    /// Uses of one link, at most, where they are counted.
    pub const MOST_USES: i64 = 10_000;
    /// Hours that a link is good for, at most: thirty days.
    pub const MOST_HOURS: i64 = 720;
    /// Hours that a link is good for when nobody said.
    pub const USUAL_HOURS: i64 = 168;

    /// A link that nobody used yet.
    ///
    /// # Errors
    /// [`GroupError::InviteTermsInvalid`].
    pub fn issue(
        id: GroupInviteId,
        (conversation_id, created_by): (ConversationId, AccountId),
        code_hash: [u8; 32],
        max_uses: Option<i64>,
        hours: Option<i64>,
        at: Timestamp,
    ) -> Result<Self, GroupError> {
        let hours = hours.unwrap_or(Self::USUAL_HOURS);
        let uses_fit = max_uses.is_none_or(|uses| (1..=Self::MOST_USES).contains(&uses));
        if !uses_fit || !(1..=Self::MOST_HOURS).contains(&hours) {
            return Err(GroupError::InviteTermsInvalid);
        }
        Ok(Self {
            id,
            conversation_id,
            code_hash,
            created_by,
            max_uses,
            uses: 0,
            created_at: at,
            expires_at: at + chrono::TimeDelta::hours(hours),
            revoked_at: None,
        })
    }

    /// Whether somebody could still come in by it.
    #[must_use]
    pub fn is_good(&self, at: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at > at && self.max_uses.is_none_or(|most| self.uses < most)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_link_has_an_end_and_a_number() -> Result<(), GroupError> {
        let at = Timestamp::UNIX_EPOCH;
        let whose = (Uuid::nil().into(), Uuid::nil().into());
        let issue = |uses, hours| GroupInvite::issue(Uuid::nil().into(), whose, [0; 32], uses, hours, at);
        let invite = issue(Some(2), Some(1))?;
        assert!(invite.is_good(at) && !invite.is_good(at + chrono::TimeDelta::hours(1)));
        assert!(!GroupInvite { uses: 2, ..invite.clone() }.is_good(at));
        assert!(!GroupInvite { revoked_at: Some(at), ..invite }.is_good(at));
        for (uses, hours) in [(Some(0), None), (Some(10_001), None), (None, Some(0)), (None, Some(721))] {
            assert_eq!(issue(uses, hours), Err(GroupError::InviteTermsInvalid));
        }
        assert!(issue(None, None)?.is_good(at + chrono::TimeDelta::days(6)));
        Ok(())
    }
}
