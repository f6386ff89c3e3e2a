//! Heads and memberships written many at once: a batch of messages touches hundreds of conversations, and
//! each statement is a round trip.

use kamachat_domain::{
    Timestamp,
    conversations::{Conversation, Membership},
};
use sea_orm::sea_query::{Expr, InsertStatement, OnConflict, Query};
use uuid::Uuid;

use super::{
    entity::{
        conversation::{self, Column as Head},
        membership::{self, Column as Member},
    },
    mapping::{
        asked, kind_number, member_state_number, notify_number, role_number, state_number, who_number,
    },
};
use crate::db::values::millis;

const HEAD: [Head; 19] = [
    Head::Id,
    Head::Kind,
    Head::State,
    Head::DirectKey,
    Head::LastSeq,
    Head::LastCnt,
    Head::LastRev,
    Head::MemberRev,
    Head::LastMessageId,
    Head::LastActivityAt,
    Head::UpdatedAt,
    Head::CreatedAt,
    Head::AskedBy,
    Head::Asked,
    Head::WhoMayPost,
    Head::SlowModeS,
    Head::MutedUntil,
    Head::AllSeq,
    Head::AllBy,
];

const MEMBER: [Member; 28] = [
    Member::ConversationId,
    Member::UserId,
    Member::State,
    Member::VisibleFrom,
    Member::LeftSeq,
    Member::ReadSeq,
    Member::ReadCnt,
    Member::OwnCnt,
    Member::DeliveredSeq,
    Member::Receipts,
    Member::Barred,
    Member::Stranger,
    Member::Role,
    Member::SilencedUntil,
    Member::Alias,
    Member::InvitedBy,
    Member::JoinedAt,
    Member::LastSentAt,
    Member::ClearedSeq,
    Member::Pinned,
    Member::Notify,
    Member::ArchivedCnt,
    Member::HiddenCnt,
    Member::MarkedUnread,
    Member::Draft,
    Member::DraftReplyTo,
    Member::DraftAt,
    Member::MentionSeq,
];

/// Inserts heads.
pub(super) fn insert_heads(heads: &[Conversation], at: Timestamp) -> InsertStatement {
    let mut insert = Query::insert();
    insert.into_table(conversation::Entity).columns(HEAD);
    for head in heads {
        let (asked_by, asked) = asked(head.approach);
        let row: [Expr; 19] = [
            Uuid::from(head.id).into(),
            kind_number(head.kind).into(),
            state_number(head.state).into(),
            head.direct_key.map(Vec::from).into(),
            head.last_seq.into(),
            head.last_cnt.into(),
            head.last_rev.into(),
            head.member_rev.into(),
            head.last_message_id.map(Uuid::from).into(),
            millis(head.last_activity_at).into(),
            millis(at).into(),
            millis(head.created_at).into(),
            asked_by.into(),
            asked.into(),
            who_number(head.rules.who).into(),
            head.rules.slow_mode_s.into(),
            head.rules.muted_until.map(millis).into(),
            head.to_all.map_or(0, |(seq, _)| seq).into(),
            head.to_all.map(|(_, by)| Uuid::from(by)).into(),
        ];
        insert.values_panic(row);
    }
    insert
}

/// Writes heads over the rows that are there: an upsert is the one statement that all databases have for
/// giving different values to many rows.
pub(super) fn save_heads(heads: &[Conversation], at: Timestamp) -> InsertStatement {
    let mut upsert = insert_heads(heads, at);
    upsert.on_conflict(
        OnConflict::column(Head::Id)
            .update_columns([
                Head::State,
                Head::LastSeq,
                Head::LastCnt,
                Head::LastRev,
                Head::MemberRev,
                Head::LastMessageId,
                Head::LastActivityAt,
                Head::UpdatedAt,
                Head::AskedBy,
                Head::Asked,
                Head::WhoMayPost,
                Head::SlowModeS,
                Head::MutedUntil,
                Head::AllSeq,
                Head::AllBy,
            ])
            .to_owned(),
    );
    upsert
}

/// Inserts memberships.
pub(super) fn insert_members(members: &[Membership]) -> InsertStatement {
    let mut insert = Query::insert();
    insert.into_table(membership::Entity).columns(MEMBER);
    for member in members {
        let settings = &member.settings;
        let draft = settings.draft.as_ref();
        let row: [Expr; 28] = [
            Uuid::from(member.conversation_id).into(),
            Uuid::from(member.account_id).into(),
            member_state_number(member.state).into(),
            member.visible_from.into(),
            member.left_seq.into(),
            member.read_seq.into(),
            member.read_cnt.into(),
            member.own_cnt.into(),
            member.delivered_seq.into(),
            member.receipts.into(),
            member.barred.into(),
            member.stranger.into(),
            role_number(member.role).into(),
            member.silenced_until.map(millis).into(),
            member.alias.as_ref().map(|alias| alias.as_str().to_owned()).into(),
            member.invited_by.map(Uuid::from).into(),
            member.joined_at.map(millis).into(),
            member.last_sent_at.map(millis).into(),
            member.cleared_seq.into(),
            settings.pinned.into(),
            notify_number(settings.notify).into(),
            settings.archived_cnt.into(),
            settings.hidden_cnt.into(),
            settings.marked_unread.into(),
            draft.map(|draft| draft.text.as_str().to_owned()).into(),
            draft.and_then(|draft| draft.reply_to).into(),
            draft.map(|draft| millis(draft.updated_at)).into(),
            member.mention_seq.into(),
        ];
        insert.values_panic(row);
    }
    insert
}

/// Writes memberships over the rows that are there.
pub(super) fn save_members(members: &[Membership]) -> InsertStatement {
    let mut upsert = insert_members(members);
    upsert.on_conflict(
        OnConflict::columns([Member::ConversationId, Member::UserId])
            .update_columns(MEMBER.into_iter().skip(2))
            .to_owned(),
    );
    upsert
}
