//! Rows of the account feed as values, and back.

use kamachat_application::{
    feed::{FeedEvent, FeedKind},
    ports::PortError,
};
use kamachat_domain::ids::AccountId;
use sea_orm::ActiveValue::Set;

use super::entity;
use crate::db::values::{millis, stored_numbers, time};

stored_numbers!(kind_number, kind, FeedKind {
    FeedKind::FriendRequest = 1,
    FeedKind::Contact = 2,
    FeedKind::Conversation = 3,
    FeedKind::Session = 4,
    FeedKind::Profile = 5,
    FeedKind::Settings = 6,
    FeedKind::Export = 7,
    FeedKind::GroupRequest = 10,
    FeedKind::MessageHidden = 11,
    FeedKind::HistoryCleared = 12,
});

pub(super) fn event_row(account: AccountId, event: &FeedEvent) -> entity::ActiveModel {
    entity::ActiveModel {
        user_id: Set(account.into()),
        useq: Set(event.useq),
        kind: Set(kind_number(event.kind)),
        ref_id: Set(event.ref_id),
        created_at: Set(millis(event.created_at)),
    }
}

pub(super) fn event(row: entity::Model) -> Result<FeedEvent, PortError> {
    Ok(FeedEvent {
        useq: row.useq,
        kind: kind(row.kind)?,
        ref_id: row.ref_id,
        created_at: time(row.created_at)?,
    })
}
