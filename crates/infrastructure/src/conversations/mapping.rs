//! Rows of conversations as domain values, and back.

use kamachat_application::{conversations::Member, ports::PortError};
use kamachat_domain::conversations::{
    Approach, Conversation, ConversationKind, ConversationState, Draft, MemberSettings, MemberState,
    Membership, Notify, Role, SendRules, Who,
};
use kamachat_domain::{groups::Alias, messages::Text};
use uuid::Uuid;

use super::entity::{conversation, membership};
use crate::db::values::{key32, stored_numbers, time, time_opt};

stored_numbers!(kind_number, kind, ConversationKind {
    ConversationKind::Direct = 1,
    ConversationKind::Group = 2,
});

stored_numbers!(state_number, state, ConversationState {
    ConversationState::Active = 0,
    ConversationState::Disabled = 1,
    ConversationState::Dissolved = 2,
});

stored_numbers!(member_state_number, member_state, MemberState {
    MemberState::Active = 0,
    MemberState::Left = 1,
    MemberState::Removed = 2,
    MemberState::Banned = 3,
});

stored_numbers!(role_number, role, Role {
    Role::Member = 0,
    Role::Admin = 1,
    Role::Owner = 2,
});

stored_numbers!(who_number, who, Who {
    Who::Everyone = 0,
    Who::Admins = 1,
    Who::Owner = 2,
});

stored_numbers!(notify_number, notify, Notify {
    Notify::All = 0,
    Notify::Mentions = 1,
    Notify::None = 2,
});

/// `state` of a member who may send and read.
pub(crate) const ACTIVE: i16 = member_state_number(MemberState::Active);

/// `notify` of a member who is told everything.
pub(super) const TELLS_ALL: i16 = notify_number(Notify::All);

/// Who asked, and how often, as stored.
pub(super) fn asked(approach: Approach) -> (Option<Uuid>, i16) {
    match approach {
        Approach::Open => (None, -1),
        Approach::Fresh => (None, 0),
        Approach::Asked { by, count } => (Some(by.into()), count),
    }
}

fn approach(by: Option<Uuid>, count: i16) -> Approach {
    match (by, count) {
        (Some(by), count) => Approach::Asked { by: by.into(), count },
        (None, 0) => Approach::Fresh,
        (None, _) => Approach::Open,
    }
}

pub(super) fn head(row: conversation::Model) -> Result<Conversation, PortError> {
    Ok(Conversation {
        id: row.id.into(),
        kind: kind(row.kind)?,
        state: state(row.state)?,
        direct_key: row.direct_key.as_deref().map(key32).transpose()?,
        last_seq: row.last_seq,
        last_cnt: row.last_cnt,
        last_rev: row.last_rev,
        member_rev: row.member_rev,
        last_message_id: row.last_message_id.map(Into::into),
        last_activity_at: time(row.last_activity_at)?,
        created_at: time(row.created_at)?,
        approach: approach(row.asked_by, row.asked),
        rules: SendRules {
            who: who(row.who_may_post)?,
            slow_mode_s: row.slow_mode_s,
            muted_until: time_opt(row.muted_until)?,
        },
        to_all: row.all_by.map(|by| (row.all_seq, by.into())),
    })
}

fn settings(row: &membership::Model) -> Result<MemberSettings, PortError> {
    let draft = match (&row.draft, row.draft_at) {
        (Some(text), Some(at)) => Some(Draft {
            text: Text::parse(text.clone()).map_err(|_| PortError::Corrupt("the draft of a member"))?,
            reply_to: row.draft_reply_to,
            updated_at: time(at)?,
        }),
        _ => None,
    };
    Ok(MemberSettings {
        pinned: row.pinned,
        notify: notify(row.notify)?,
        archived_cnt: row.archived_cnt,
        hidden_cnt: row.hidden_cnt,
        marked_unread: row.marked_unread,
        draft,
    })
}

pub(crate) fn membership(row: membership::Model) -> Result<Membership, PortError> {
    let settings = settings(&row)?;
    let alias = row.alias.as_deref().map(Alias::parse).transpose();
    Ok(Membership {
        conversation_id: row.conversation_id.into(),
        account_id: row.user_id.into(),
        state: member_state(row.state)?,
        visible_from: row.visible_from,
        left_seq: row.left_seq,
        read_seq: row.read_seq,
        read_cnt: row.read_cnt,
        own_cnt: row.own_cnt,
        delivered_seq: row.delivered_seq,
        receipts: row.receipts,
        barred: row.barred,
        stranger: row.stranger,
        role: role(row.role)?,
        silenced_until: time_opt(row.silenced_until)?,
        alias: alias.map_err(|_| PortError::Corrupt("the alias of a member"))?,
        invited_by: row.invited_by.map(Into::into),
        joined_at: time_opt(row.joined_at)?,
        last_sent_at: time_opt(row.last_sent_at)?,
        cleared_seq: row.cleared_seq,
        mention_seq: row.mention_seq,
        settings,
    })
}

/// Account, state, first and last message and how far the history was cleared, as stored.
pub(super) fn member(
    (account, state, visible_from, left_seq, cleared_seq): (Uuid, i16, i64, Option<i64>, i64),
) -> Result<Member, PortError> {
    let visible_from = visible_from.max(cleared_seq + 1);
    Ok(Member { account_id: account.into(), state: member_state(state)?, visible_from, left_seq })
}
