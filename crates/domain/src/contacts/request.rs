use chrono::TimeDelta;

use super::FriendRequestError;
use crate::{
    Timestamp,
    ids::{AccountId, ConversationId, FriendRequestId},
};

/// What a request says about its sender: at most 200 characters, trimmed, may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note(String);

impl Note {
    /// # Errors
    /// [`FriendRequestError::NoteInvalid`].
    pub fn parse(text: &str) -> Result<Self, FriendRequestError> {
        let text = text.trim();
        if text.chars().take(201).count() > 200 || text.chars().any(|c| c.is_control() && c != '\n') {
            return Err(FriendRequestError::NoteInvalid);
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a request stands. Everything but `Pending` is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestState {
    Pending,
    Accepted,
    Refused,
    Withdrawn,
    Expired,
}

/// A request of `from` to become a contact of `to`. A pair has at most one pending request, whichever way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FriendRequest {
    pub id: FriendRequestId,
    pub from: AccountId,
    pub to: AccountId,
    pub note: Note,
    pub state: RequestState,
    pub created_at: Timestamp,
    pub decided_at: Option<Timestamp>,
    /// The direct conversation that accepting opened.
    pub conversation_id: Option<ConversationId>,
}

/// What the pending request of a pair means for somebody who asks now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meeting {
    /// It is over; it has to be stored before a new one.
    Over,
    /// The other one asked: both want it.
    Mutual,
}

/// The same 32 bytes for both orders of a pair: the lower id, then the higher.
#[must_use]
pub fn pair_key(a: AccountId, b: AccountId) -> [u8; 32] {
    let (low, high) = if a <= b { (a, b) } else { (b, a) };
    let mut key = [0; 32];
    key[..16].copy_from_slice(low.as_uuid().as_bytes());
    key[16..].copy_from_slice(high.as_uuid().as_bytes());
    key
}

impl FriendRequest {
    /// Days that a request waits for an answer.
    pub const DAYS: i64 = 14;

    /// # Errors
    /// [`FriendRequestError::ToSelf`].
    pub fn ask(
        id: FriendRequestId,
        from: AccountId,
        to: AccountId,
        note: Note,
        at: Timestamp,
    ) -> Result<Self, FriendRequestError> {
        if from == to {
            return Err(FriendRequestError::ToSelf);
        }
        Ok(Self {
            id,
            from,
            to,
            note,
            state: RequestState::Pending,
            created_at: at,
            decided_at: None,
            conversation_id: None,
        })
    }

    /// When nobody answered, the request ends here.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.created_at + TimeDelta::days(Self::DAYS)
    }

    /// Ends the request when its time is over; tells whether it did. Nothing runs at that moment: whoever meets
    /// the request next does this first.
    pub fn expire(&mut self, now: Timestamp) -> bool {
        let is_over = self.state == RequestState::Pending && now >= self.expires_at();
        if is_over {
            self.state = RequestState::Expired;
            self.decided_at = Some(self.expires_at());
        }
        is_over
    }

    /// `from` asks while this request is pending.
    ///
    /// # Errors
    /// [`FriendRequestError::Pending`] when it is his own.
    pub fn meet(&mut self, from: AccountId, now: Timestamp) -> Result<Meeting, FriendRequestError> {
        if self.expire(now) {
            return Ok(Meeting::Over);
        }
        if self.from == from { Err(FriendRequestError::Pending) } else { Ok(Meeting::Mutual) }
    }

    /// The sender takes it back.
    ///
    /// # Errors
    /// [`FriendRequestError::Decided`], [`FriendRequestError::Expired`].
    pub fn withdraw(&mut self, at: Timestamp) -> Result<(), FriendRequestError> {
        self.decide(RequestState::Withdrawn, at)
    }

    /// The asked person says yes; `conversation` is where the two will chat.
    ///
    /// # Errors
    /// [`FriendRequestError::Decided`], [`FriendRequestError::Expired`].
    pub fn accept(&mut self, conversation: ConversationId, at: Timestamp) -> Result<(), FriendRequestError> {
        self.decide(RequestState::Accepted, at)?;
        self.conversation_id = Some(conversation);
        Ok(())
    }

    /// The asked person says no.
    ///
    /// # Errors
    /// [`FriendRequestError::Decided`], [`FriendRequestError::Expired`].
    pub fn refuse(&mut self, at: Timestamp) -> Result<(), FriendRequestError> {
        self.decide(RequestState::Refused, at)
    }

    /// Key that only one pending request of a pair can hold.
    #[must_use]
    pub fn pending_key(&self) -> Option<[u8; 32]> {
        (self.state == RequestState::Pending).then(|| pair_key(self.from, self.to))
    }

    fn decide(&mut self, state: RequestState, at: Timestamp) -> Result<(), FriendRequestError> {
        self.expire(at);
        match self.state {
            RequestState::Pending => {}
            RequestState::Expired => return Err(FriendRequestError::Expired),
            _ => return Err(FriendRequestError::Decided),
        }
        self.state = state;
        self.decided_at = Some(at);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn ids() -> (AccountId, AccountId) {
        (Uuid::from_u128(1).into(), Uuid::from_u128(2).into())
    }

    #[test]
    fn a_request_is_decided_once() -> Result<(), FriendRequestError> {
        let (a, b) = ids();
        let at = Timestamp::UNIX_EPOCH;
        let mut request = FriendRequest::ask(Uuid::from_u128(9).into(), a, b, Note::default(), at)?;
        assert!(request.pending_key().is_some());
        request.refuse(at)?;
        assert_eq!(request.accept(Uuid::from_u128(3).into(), at), Err(FriendRequestError::Decided));
        assert_eq!(request.pending_key(), None);
        Ok(())
    }

    #[test]
    fn a_pair_has_one_key_whoever_asks() {
        let (a, b) = ids();
        assert_eq!(pair_key(a, b), pair_key(b, a));
        assert_eq!(
            FriendRequest::ask(Uuid::from_u128(9).into(), a, a, Note::default(), Timestamp::UNIX_EPOCH),
            Err(FriendRequestError::ToSelf)
        );
    }
}
