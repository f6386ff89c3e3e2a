//! Rows of contacts as domain values, and back.

use kamachat_application::ports::PortError;
use kamachat_domain::contacts::{Block, Contact, FriendRequest, Note, Remark, RequestState, Tags};
use sea_orm::ActiveValue::Set;

use super::entity::{block, contact, friend_request};
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
        remark: Set(remark(contact)),
        starred: Set(contact.starred),
        tags: Set(tags(contact)),
    }
}

pub(super) fn remark(contact: &Contact) -> Option<String> {
    contact.remark.as_ref().map(|remark| remark.as_str().to_owned())
}

pub(super) fn tags(contact: &Contact) -> Option<String> {
    let tags = contact.tags.as_slice();
    (!tags.is_empty()).then(|| serde_json::json!(tags).to_string())
}

pub(super) fn block_row(block: &Block) -> block::ActiveModel {
    block::ActiveModel {
        owner_id: Set(block.owner_id.into()),
        peer_id: Set(block.peer_id.into()),
        created_at: Set(millis(block.created_at)),
    }
}

pub(super) fn block(row: block::Model) -> Result<Block, PortError> {
    let created_at = time(row.created_at)?;
    Ok(Block { owner_id: row.owner_id.into(), peer_id: row.peer_id.into(), created_at })
}

pub(super) fn contact(row: contact::Model) -> Result<Contact, PortError> {
    let tags: Vec<String> = match &row.tags {
        Some(tags) => serde_json::from_str(tags).map_err(|_| PortError::Corrupt("the tags of a contact"))?,
        None => Vec::new(),
    };
    let remark = row.remark.as_deref().map(Remark::parse).transpose();
    Ok(Contact {
        owner_id: row.owner_id.into(),
        peer_id: row.peer_id.into(),
        conversation_id: row.conversation_id.map(Into::into),
        remark: remark.map_err(|_| PortError::Corrupt("the remark of a contact"))?,
        starred: row.starred,
        tags: Tags::parse(&tags).map_err(|_| PortError::Corrupt("the tags of a contact"))?,
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
