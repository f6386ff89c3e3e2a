//! Rows of groups as domain values, and back.

use kamachat_application::ports::PortError;
use kamachat_domain::{
    groups::{
        GroupInfo, GroupInvite, GroupName, GroupRequest, GroupRequestState, HistoryPolicy, JoinPolicy,
        Notice, RequestNote,
    },
    ids::AccountId,
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use super::entity::{info, invite, request};
use crate::{
    conversations::{who, who_number},
    db::values::{key32, millis, stored_numbers, time, time_opt},
};

stored_numbers!(join_number, join, JoinPolicy {
    JoinPolicy::Open = 1,
    JoinPolicy::Approval = 2,
    JoinPolicy::Invitation = 3,
});

stored_numbers!(history_number, history, HistoryPolicy {
    HistoryPolicy::All = 1,
    HistoryPolicy::FromJoining = 2,
});

stored_numbers!(state_number, state, GroupRequestState {
    GroupRequestState::Pending = 0,
    GroupRequestState::Accepted = 1,
    GroupRequestState::Refused = 2,
});

/// `state` of a request that nobody decided.
pub(super) const PENDING: i16 = state_number(GroupRequestState::Pending);

pub(super) fn info_row(info: &GroupInfo) -> info::ActiveModel {
    info::ActiveModel {
        conversation_id: Set(info.id.into()),
        name: Set(info.name.as_str().to_owned()),
        name_key: Set(info.name.key()),
        notice: Set(info.notice.as_ref().map(|notice| notice.as_str().to_owned())),
        notice_at: Set(info.notice_at.map(millis)),
        notice_by: Set(info.notice_by.map(Into::into)),
        owner_id: Set(info.owner_id.into()),
        join_policy: Set(join_number(info.join)),
        history_policy: Set(history_number(info.history)),
        max_members: Set(info.max_members),
        member_count: Set(info.member_count),
        who_may_invite: Set(who_number(info.invite)),
        who_may_pin: Set(who_number(info.pin)),
        who_may_mention_all: Set(who_number(info.mention_all)),
        searchable: Set(info.searchable),
        avatar_id: Set(info.avatar.map(Into::into)),
        faces: Set(info.faces.iter().flat_map(|face| face.as_uuid().into_bytes()).collect()),
        created_at: Set(millis(info.created_at)),
    }
}

pub(super) fn info(row: info::Model) -> Result<GroupInfo, PortError> {
    let notice = row.notice.as_deref().map(Notice::parse).transpose();
    let faces = row.faces.chunks_exact(16).filter_map(|face| Uuid::from_slice(face).ok());
    Ok(GroupInfo {
        id: row.conversation_id.into(),
        name: GroupName::parse(&row.name).map_err(|_| PortError::Corrupt("the name of a group"))?,
        notice: notice.map_err(|_| PortError::Corrupt("the notice of a group"))?,
        notice_at: time_opt(row.notice_at)?,
        notice_by: row.notice_by.map(Into::into),
        owner_id: row.owner_id.into(),
        join: join(row.join_policy)?,
        history: history(row.history_policy)?,
        max_members: row.max_members,
        member_count: row.member_count,
        invite: who(row.who_may_invite)?,
        pin: who(row.who_may_pin)?,
        mention_all: who(row.who_may_mention_all)?,
        searchable: row.searchable,
        avatar: row.avatar_id.map(Into::into),
        faces: faces.map(AccountId::from).collect(),
        created_at: time(row.created_at)?,
    })
}

pub(super) fn request_row(request: &GroupRequest) -> request::ActiveModel {
    request::ActiveModel {
        id: Set(request.id.into()),
        conversation_id: Set(request.conversation_id.into()),
        user_id: Set(request.account_id.into()),
        pending_key: Set(request.pending_key().map(Vec::from)),
        invited_by: Set(request.invited_by.map(Into::into)),
        note: Set(request.note.as_str().to_owned()),
        state: Set(state_number(request.state)),
        created_at: Set(millis(request.created_at)),
        decided_by: Set(request.decided_by.map(Into::into)),
        decided_at: Set(request.decided_at.map(millis)),
    }
}

pub(super) fn request(row: request::Model) -> Result<GroupRequest, PortError> {
    Ok(GroupRequest {
        id: row.id.into(),
        conversation_id: row.conversation_id.into(),
        account_id: row.user_id.into(),
        invited_by: row.invited_by.map(Into::into),
        note: RequestNote::parse(&row.note).map_err(|_| PortError::Corrupt("a note of a request"))?,
        state: state(row.state)?,
        created_at: time(row.created_at)?,
        decided_by: row.decided_by.map(Into::into),
        decided_at: time_opt(row.decided_at)?,
    })
}

pub(super) fn invite_row(invite: &GroupInvite) -> invite::ActiveModel {
    invite::ActiveModel {
        id: Set(invite.id.into()),
        conversation_id: Set(invite.conversation_id.into()),
        code_hash: Set(invite.code_hash.to_vec()),
        created_by: Set(invite.created_by.into()),
        max_uses: Set(invite.max_uses),
        uses: Set(invite.uses),
        created_at: Set(millis(invite.created_at)),
        expires_at: Set(millis(invite.expires_at)),
        revoked_at: Set(invite.revoked_at.map(millis)),
    }
}

pub(super) fn invite(row: invite::Model) -> Result<GroupInvite, PortError> {
    Ok(GroupInvite {
        id: row.id.into(),
        conversation_id: row.conversation_id.into(),
        code_hash: key32(&row.code_hash)?,
        created_by: row.created_by.into(),
        max_uses: row.max_uses,
        uses: row.uses,
        created_at: time(row.created_at)?,
        expires_at: time(row.expires_at)?,
        revoked_at: time_opt(row.revoked_at)?,
    })
}
