//! Rows of contacts as domain values, and back.

use kamachat_application::ports::PortError;
use kamachat_domain::contacts::{Contact, FriendRequest, Note, RequestState};
use sea_orm::ActiveValue::Set;

use super::entity::{contact, friend_request};
use crate::db::values::{millis, stored_numbers, time, time_opt};

stored_numbers!(state_number, state, RequestState {
    RequestState::Pending = 0,
    RequestState::Accepted = 1,
    RequestState::Refused = 2,
    RequestState::Withdrawn = 3,
    RequestState::Expired = 4,
});

pub(super) fn contact_row(contact: &Contact) -> contact::ActiveModel {
    contact::ActiveModel {
        owner_id: Set(contact.owner_id.into()),
        peer_id: Set(contact.peer_id.into()),
        conversation_id: Set(contact.conversation_id.map(Into::into)),
        created_at: Set(millis(contact.created_at)),
    }
}

pub(super) fn contact(row: contact::Model) -> Result<Contact, PortError> {
    Ok(Contact {
        owner_id: row.owner_id.into(),
        peer_id: row.peer_id.into(),
        conversation_id: row.conversation_id.map(Into::into),
        created_at: time(row.created_at)?,
    })
}

pub(super) fn request_row(request: &FriendRequest) -> friend_request::ActiveModel {
    friend_request::ActiveModel {
        id: Set(request.id.into()),
        from_id: Set(request.from.into()),
        to_id: Set(request.to.into()),
        pending_key: Set(request.pending_key().map(Vec::from)),
        note: Set(request.note.as_str().to_owned()),
        state: Set(state_number(request.state)),
        created_at: Set(millis(request.created_at)),
        decided_at: Set(request.decided_at.map(millis)),
        conversation_id: Set(request.conversation_id.map(Into::into)),
    }
}

pub(super) fn request(row: friend_request::Model) -> Result<FriendRequest, PortError> {
    Ok(FriendRequest {
        id: row.id.into(),
        from: row.from_id.into(),
        to: row.to_id.into(),
        note: Note::parse(&row.note).map_err(|_| PortError::Corrupt("a note of a friend request"))?,
        state: state(row.state)?,
        created_at: time(row.created_at)?,
        decided_at: time_opt(row.decided_at)?,
        conversation_id: row.conversation_id.map(Into::into),
    })
}
