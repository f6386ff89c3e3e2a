//! Views of groups as they go over the wire.

use kamachat_application::{
    accounts::ProfileView,
    groups::{
        Added, GroupCard as CardView, GroupChange as Change, GroupView, InviteView, Joined,
        MemberChange as Changed, MemberView, RequestView,
    },
};
use kamachat_domain::{
    accounts::InviteCode,
    conversations::{Conversation, ConversationState, Membership},
    groups::{Alias, GroupInfo, GroupRequestState, Notice},
};
use kamachat_protocol::groups::{
    AddedMembers, Group, GroupBrief, GroupCard, GroupChange, GroupInvite, GroupMember, GroupRequest,
    GroupState, JoinResult, MemberChange, NewGroupInvite, OwnMembership,
};

use crate::accounts::profile;

fn state(head: &Conversation) -> GroupState {
    match head.state {
        ConversationState::Active => GroupState::Active,
        ConversationState::Disabled => GroupState::Disabled,
        ConversationState::Dissolved => GroupState::Dissolved,
    }
}

fn alias(member: &Membership) -> Option<String> {
    member.alias.as_ref().map(Alias::as_str).map(str::to_owned)
}

pub(crate) fn brief(
    head: &Conversation,
    member: &Membership,
    info: GroupInfo,
    faces: Vec<ProfileView>,
) -> GroupBrief {
    GroupBrief {
        name: info.name.as_str().to_owned(),
        state: state(head),
        member_count: info.member_count,
        role: member.role,
        avatar: info.avatar,
        faces: faces.into_iter().map(profile).collect(),
    }
}

pub(super) fn group(view: GroupView) -> Group {
    let GroupView { group, member, faces } = view;
    let (head, info) = (group.head, group.info);
    Group {
        id: info.id,
        name: info.name.as_str().to_owned(),
        state: state(&head),
        notice: info.notice.as_ref().map(Notice::as_str).map(str::to_owned),
        notice_at: info.notice_at,
        notice_by: info.notice_by,
        owner_id: info.owner_id,
        member_count: info.member_count,
        max_members: info.max_members,
        join_policy: info.join,
        history_policy: info.history,
        who_may_post: head.rules.who,
        who_may_invite: info.invite,
        who_may_pin: info.pin,
        who_may_mention_all: info.mention_all,
        searchable: info.searchable,
        slow_mode_s: head.rules.slow_mode_s,
        muted_all_until: head.rules.muted_until,
        member_rev: head.member_rev,
        created_at: info.created_at,
        avatar: info.avatar,
        faces: faces.into_iter().map(profile).collect(),
        me: OwnMembership {
            role: member.role,
            alias: alias(&member),
            silenced_until: member.silenced_until,
            joined_at: member.joined_at,
        },
    }
}

pub(super) fn card(view: CardView) -> GroupCard {
    let CardView { info, is_member, is_asking, faces } = view;
    GroupCard {
        id: info.id,
        name: info.name.as_str().to_owned(),
        member_count: info.member_count,
        join_policy: info.join,
        is_member,
        is_asking,
        avatar: info.avatar,
        faces: faces.into_iter().map(profile).collect(),
    }
}

pub(super) fn change(body: GroupChange) -> Change {
    Change {
        name: body.name,
        notice: body.notice,
        join_policy: body.join_policy,
        history_policy: body.history_policy,
        who_may_post: body.who_may_post,
        who_may_invite: body.who_may_invite,
        who_may_pin: body.who_may_pin,
        who_may_mention_all: body.who_may_mention_all,
        searchable: body.searchable,
        max_members: body.max_members,
        slow_mode_s: body.slow_mode_s,
        muted_all_until: body.muted_all_until,
    }
}

pub(super) fn member(view: MemberView) -> GroupMember {
    let MemberView { member, profile: person } = view;
    GroupMember {
        alias: alias(&member),
        user: profile(person),
        role: member.role,
        silenced_until: member.silenced_until,
        joined_at: member.joined_at,
        invited_by: member.invited_by,
    }
}

pub(super) fn member_change(body: MemberChange) -> Changed {
    Changed { role: body.role, alias: body.alias, silenced_until: body.silenced_until }
}

pub(super) fn added(added: Added) -> AddedMembers {
    AddedMembers { added: added.added, asked: added.asked }
}

pub(super) fn joined(joined: Joined) -> JoinResult {
    match joined {
        Joined::Member(conversation_id) => JoinResult { conversation_id, joined: true },
        Joined::Asking(conversation_id) => JoinResult { conversation_id, joined: false },
    }
}

pub(super) fn request(view: RequestView) -> GroupRequest {
    let RequestView { request, profile: person, invited_by } = view;
    let state = match request.state {
        GroupRequestState::Pending => "pending",
        GroupRequestState::Accepted => "accepted",
        GroupRequestState::Refused => "refused",
    };
    GroupRequest {
        id: request.id,
        user: profile(person),
        invited_by: invited_by.map(profile),
        note: request.note.as_str().to_owned(),
        state: state.to_owned(),
        created_at: request.created_at,
        decided_by: request.decided_by,
        decided_at: request.decided_at,
    }
}

pub(super) fn invite(view: InviteView) -> GroupInvite {
    let InviteView { invite, created_by } = view;
    GroupInvite {
        id: invite.id,
        created_by: created_by.map(profile),
        max_uses: invite.max_uses,
        uses: invite.uses,
        created_at: invite.created_at,
        expires_at: invite.expires_at,
    }
}

pub(super) fn new_invite((code, view): (InviteCode, InviteView)) -> NewGroupInvite {
    NewGroupInvite { code: code.to_string(), invite: invite(view) }
}
