use kamachat_domain::{
    Limit, Timestamp,
    conversations::{MemberState, Membership, Role},
    groups::{Alias, GroupAct, GroupError},
    ids::{AccountId, ConversationId},
};

use super::{
    Groups, MemberCursor, MemberView, again, desk::Desk, repository::RosterFilter, view::member_views,
};
use crate::{Actor, Error, Result};

/// What changes about a member; `None` leaves it as it is, `Some(None)` clears it.
#[derive(Clone, Debug, Default)]
pub struct MemberChange {
    pub role: Option<Role>,
    pub alias: Option<Option<String>>,
    pub silenced_until: Option<Option<Timestamp>>,
}

impl Groups {
    /// Members of a group of the actor, by role and time of joining. `words`: part of a name.
    pub async fn members(
        &self,
        actor: &Actor,
        id: ConversationId,
        words: Option<&str>,
        after: Option<MemberCursor>,
        limit: Limit,
    ) -> Result<Vec<MemberView>> {
        let read = self.deps.store.read();
        read.conversations().find_for(actor.account_id, id).await?.ok_or(Error::NotFound)?;
        let words = words.map(|words| words.trim().to_lowercase()).filter(|words| !words.is_empty());
        let filter = RosterFilter { state: MemberState::Active, words: words.as_deref() };
        let members = read.groups().roster(id, filter, after, limit).await?;
        member_views(&*read, members).await
    }

    /// Who may not come back.
    pub async fn bans(
        &self,
        actor: &Actor,
        id: ConversationId,
        after: Option<MemberCursor>,
        limit: Limit,
    ) -> Result<Vec<MemberView>> {
        let read = self.deps.store.read();
        self.allowed(actor, id, GroupAct::Admit).await?;
        let filter = RosterFilter { state: MemberState::Banned, words: None };
        let members = read.groups().roster(id, filter, after, limit).await?;
        member_views(&*read, members).await
    }

    /// Changes role, name within the group and silence of a member.
    pub async fn change_member(
        &self,
        actor: &Actor,
        id: ConversationId,
        person: AccountId,
        change: MemberChange,
    ) -> Result<MemberView> {
        let alias = change.alias.as_ref().map(|alias| parse_alias(alias.as_deref())).transpose()?;
        again(|| self.change_member_once(actor, id, person, &change, alias.clone())).await
    }

    async fn change_member_once(
        &self,
        actor: &Actor,
        id: ConversationId,
        person: AccountId,
        change: &MemberChange,
        alias: Option<Option<Alias>>,
    ) -> Result<MemberView> {
        let mut desk = self.desk(id, &[actor.account_id, person]).await?;
        let member = desk.actor(actor)?;
        let mut target = desk.target(&member, person)?;
        if let Some(alias) = alias {
            desk.group.set_alias(&member, &mut target, alias)?;
        }
        if let Some(until) = change.silenced_until {
            let event = desk.group.silence(&member, &mut target, until, desk.now)?;
            desk.happened(event);
        }
        if let Some(role) = change.role {
            let event = desk.group.set_role(&member, &mut target, role)?;
            if event.is_some() && !desk.group.info.permits(role, GroupAct::Invite) {
                desk.tx.group_entries().revoke_invites_of(id, person, desk.now).await?;
            }
            desk.happened(event);
        }
        desk.put(target.clone());
        desk.commit(&*self.deps.ids, &*self.deps.bus).await?;
        let read = self.deps.store.read();
        member_views(&*read, vec![target]).await?.pop().ok_or(Error::NotFound)
    }

    /// The actor's row in a group in which he may do this; read without a lock, so only for reading.
    pub(super) async fn allowed(
        &self,
        actor: &Actor,
        id: ConversationId,
        act: GroupAct,
    ) -> Result<Membership> {
        let read = self.deps.store.read();
        let found = read.conversations().find_for(actor.account_id, id).await?;
        let (_, member) = found.ok_or(Error::NotFound)?;
        let info = read.groups().info(id).await?.ok_or(Error::NotFound)?;
        if info.permits(member.role, act) { Ok(member) } else { Err(GroupError::Forbidden.into()) }
    }
}

impl Desk {
    /// The row of somebody who is acted on; people who never were in the group are no members.
    pub(super) fn target(&self, actor: &Membership, person: AccountId) -> Result<Membership> {
        if actor.account_id == person {
            return Ok(actor.clone());
        }
        Ok(self.person(person).ok_or(GroupError::NoSuchMember)?)
    }
}

/// An empty text clears, too.
fn parse_alias(text: Option<&str>) -> Result<Option<Alias>> {
    Ok(text.filter(|text| !text.trim().is_empty()).map(Alias::parse).transpose()?)
}
