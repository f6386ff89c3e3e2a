use super::{GroupError, values::lines};
use crate::{
    Timestamp,
    ids::{AccountId, ConversationId, GroupRequestId},
};

/// What somebody says who wants to come in: at most [`RequestNote::MAX_CHARS`] characters, may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestNote(String);

impl RequestNote {
    pub const MAX_CHARS: usize = 200;

    /// # Errors
    /// [`GroupError::NoteInvalid`].
    pub fn parse(text: &str) -> Result<Self, GroupError> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        lines(text, Self::MAX_CHARS).map(Self).ok_or(GroupError::NoteInvalid)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a request stands. Everything but `Pending` is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupRequestState {
    Pending,
    Accepted,
    Refused,
}

/// Somebody's wish to become a member. There is one pending for each person and group, at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRequest {
    pub id: GroupRequestId,
    pub conversation_id: ConversationId,
    pub account_id: AccountId,
    /// The member who brought him.
    pub invited_by: Option<AccountId>,
    pub note: RequestNote,
    pub state: GroupRequestState,
    pub created_at: Timestamp,
    pub decided_by: Option<AccountId>,
    pub decided_at: Option<Timestamp>,
}

impl GroupRequest {
    /// A wish that nobody decided yet.
    #[must_use]
    pub fn ask(
        id: GroupRequestId,
        conversation_id: ConversationId,
        account_id: AccountId,
        invited_by: Option<AccountId>,
        note: RequestNote,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            conversation_id,
            account_id,
            invited_by,
            note,
            state: GroupRequestState::Pending,
            created_at: at,
            decided_by: None,
            decided_at: None,
        }
    }

    /// An admin says yes or no.
    ///
    /// # Errors
    /// [`GroupError::RequestDecided`].
    pub fn decide(&mut self, accepted: bool, by: AccountId, at: Timestamp) -> Result<(), GroupError> {
        if self.state != GroupRequestState::Pending {
            return Err(GroupError::RequestDecided);
        }
        self.state = if accepted { GroupRequestState::Accepted } else { GroupRequestState::Refused };
        (self.decided_by, self.decided_at) = (Some(by), Some(at));
        Ok(())
    }

    /// Key that only one pending request of a person and group can hold.
    #[must_use]
    pub fn pending_key(&self) -> Option<[u8; 32]> {
        (self.state == GroupRequestState::Pending).then(|| Self::key(self.conversation_id, self.account_id))
    }

    /// The group's id, then the person's.
    #[must_use]
    pub fn key(conversation: ConversationId, account: AccountId) -> [u8; 32] {
        let mut key = [0; 32];
        key[..16].copy_from_slice(conversation.as_uuid().as_bytes());
        key[16..].copy_from_slice(account.as_uuid().as_bytes());
        key
    }
}
