use std::collections::HashMap;

use kamachat_domain::{
    conversations::Membership,
    groups::{Group, GroupInfo, GroupInvite, GroupRequest},
    ids::AccountId,
};

use crate::{
    Result,
    accounts::{ProfileView, profiles},
    store::Repositories,
};

/// A group as a member sees it.
#[derive(Clone, Debug)]
pub struct GroupView {
    pub group: Group,
    pub member: Membership,
    /// Some of the first members.
    pub faces: Vec<ProfileView>,
}

/// What somebody sees of a group that he could join.
#[derive(Clone, Debug)]
pub struct GroupCard {
    pub info: GroupInfo,
    pub is_member: bool,
    /// He asked and nobody decided.
    pub is_asking: bool,
    pub faces: Vec<ProfileView>,
}

/// Somebody of a group.
#[derive(Clone, Debug)]
pub struct MemberView {
    pub member: Membership,
    pub profile: ProfileView,
}

/// Somebody who wants to come in.
#[derive(Clone, Debug)]
pub struct RequestView {
    pub request: GroupRequest,
    pub profile: ProfileView,
    /// Who brought him.
    pub invited_by: Option<ProfileView>,
}

/// An invitation; its code was told once.
#[derive(Clone, Debug)]
pub struct InviteView {
    pub invite: GroupInvite,
    pub created_by: Option<ProfileView>,
}

/// People in the order of `ids`.
pub(crate) fn in_order(people: &HashMap<AccountId, ProfileView>, ids: &[AccountId]) -> Vec<ProfileView> {
    ids.iter().filter_map(|id| people.get(id)).cloned().collect()
}

pub(super) async fn group_view(
    read: &dyn Repositories,
    group: Group,
    member: Membership,
) -> Result<GroupView> {
    let people = profiles(read, &group.info.faces).await?;
    let faces = in_order(&people, &group.info.faces);
    Ok(GroupView { group, member, faces })
}

pub(super) async fn member_views(
    read: &dyn Repositories,
    members: Vec<Membership>,
) -> Result<Vec<MemberView>> {
    let ids: Vec<AccountId> = members.iter().map(|member| member.account_id).collect();
    let people = profiles(read, &ids).await?;
    let view = |member: Membership| {
        let profile = people.get(&member.account_id)?.clone();
        Some(MemberView { member, profile })
    };
    Ok(members.into_iter().filter_map(view).collect())
}

pub(super) async fn request_views(
    read: &dyn Repositories,
    requests: Vec<GroupRequest>,
) -> Result<Vec<RequestView>> {
    let ids: Vec<AccountId> = requests
        .iter()
        .flat_map(|request| [Some(request.account_id), request.invited_by])
        .flatten()
        .collect();
    let people = profiles(read, &ids).await?;
    let view = |request: GroupRequest| {
        let profile = people.get(&request.account_id)?.clone();
        let invited_by = request.invited_by.and_then(|id| people.get(&id)).cloned();
        Some(RequestView { request, profile, invited_by })
    };
    Ok(requests.into_iter().filter_map(view).collect())
}

/// Cards of groups for somebody who may see them.
pub(super) async fn cards(
    read: &dyn Repositories,
    viewer: AccountId,
    infos: Vec<GroupInfo>,
) -> Result<Vec<GroupCard>> {
    let ids: Vec<_> = infos.iter().map(|info| info.id).collect();
    let asked = read.group_entries().asked_among(viewer, &ids).await?;
    let faces: Vec<AccountId> = infos.iter().flat_map(|info| info.faces.iter().copied()).collect();
    let people = profiles(read, &faces).await?;
    let mut cards = Vec::with_capacity(infos.len());
    for info in infos {
        let is_member = read.conversations().find_for(viewer, info.id).await?.is_some();
        let faces = in_order(&people, &info.faces);
        cards.push(GroupCard { is_member, is_asking: asked.contains(&info.id), info, faces });
    }
    Ok(cards)
}
