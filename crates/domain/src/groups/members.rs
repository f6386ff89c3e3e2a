use super::{
    Alias, Group, GroupAct, GroupError, GroupEvent, GroupEventKind as Kind, HistoryPolicy, Role,
    group::silence,
};
use crate::{
    Timestamp,
    conversations::{ConversationState, MemberState, Membership},
    ids::AccountId,
};

/// Somebody who comes in, with the row that is there when he was a member before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entrant {
    pub account_id: AccountId,
    pub before: Option<Membership>,
    /// Whether he shows what he reads.
    pub receipts: bool,
}

impl Group {
    /// Lets people in who are no members. `by` is who brought them or said yes; somebody who comes by himself
    /// has none.
    ///
    /// # Errors
    /// [`GroupError::Closed`], [`GroupError::Banned`], [`GroupError::Full`]; nobody is let in then.
    pub fn admit(
        &mut self,
        entrants: Vec<Entrant>,
        by: Option<AccountId>,
        at: Timestamp,
    ) -> Result<Vec<Membership>, GroupError> {
        self.open()?;
        let banned =
            |entrant: &Entrant| entrant.before.as_ref().is_some_and(|b| b.state == MemberState::Banned);
        if entrants.iter().any(banned) {
            return Err(GroupError::Banned);
        }
        let count = self.info.member_count + i64::try_from(entrants.len()).unwrap_or(i64::MAX / 2);
        if count > self.info.max_members {
            return Err(GroupError::Full);
        }
        let visible_from = match self.info.history {
            HistoryPolicy::All => 1,
            HistoryPolicy::FromJoining => self.head.last_seq + 1,
        };
        let enter = |entrant: Entrant| {
            let mut member =
                entrant.before.unwrap_or_else(|| Membership::new(self.head.id, entrant.account_id));
            member.enter(&self.head, visible_from, by, at);
            member.receipts = entrant.receipts;
            member
        };
        let members: Vec<Membership> = entrants.into_iter().map(enter).collect();
        self.info.member_count = count;
        let room = Self::FACES.saturating_sub(self.info.faces.len());
        self.info.faces.extend(members.iter().take(room).map(|member| member.account_id));
        self.head.member_rev += i64::from(!members.is_empty());
        Ok(members)
    }

    /// A member goes. The owner only after the group was ended.
    ///
    /// # Errors
    /// [`GroupError::OwnerMustTransfer`].
    pub fn leave(&mut self, member: &mut Membership) -> Result<GroupEvent, GroupError> {
        if member.role == Role::Owner && self.head.state == ConversationState::Active {
            return Err(GroupError::OwnerMustTransfer);
        }
        self.exit(member, MemberState::Left);
        Ok(GroupEvent::new(Kind::Left, member.account_id))
    }

    /// A member is put out; banned, he does not come back.
    ///
    /// # Errors
    /// As [`Group::allow`]; [`GroupError::Forbidden`] also for those who are not below the actor;
    /// [`GroupError::NoSuchMember`].
    pub fn remove(
        &mut self,
        actor: &Membership,
        target: &mut Membership,
        ban: bool,
    ) -> Result<GroupEvent, GroupError> {
        let (act, kind, state) = if ban {
            (GroupAct::Ban, Kind::Banned, MemberState::Banned)
        } else {
            (GroupAct::Remove, Kind::Removed, MemberState::Removed)
        };
        self.allow_on(actor, act, target)?;
        self.exit(target, state);
        Ok(GroupEvent::to(kind, actor.account_id, &[target.account_id]))
    }

    /// A banned person may come back; he is no member by that.
    ///
    /// # Errors
    /// As [`Group::allow`]; [`GroupError::NoSuchMember`].
    pub fn unban(&mut self, actor: &Membership, target: &mut Membership) -> Result<(), GroupError> {
        self.allow(actor, GroupAct::Unban)?;
        if target.state != MemberState::Banned {
            return Err(GroupError::NoSuchMember);
        }
        target.state = MemberState::Removed;
        Ok(())
    }

    /// Gives a member another role, below the actor's; ownership is transferred, not given.
    ///
    /// # Errors
    /// As [`Self::remove`]. `None`: he has that role.
    pub fn set_role(
        &mut self,
        actor: &Membership,
        target: &mut Membership,
        role: Role,
    ) -> Result<Option<GroupEvent>, GroupError> {
        self.allow_on(actor, GroupAct::ChangeRole, target)?;
        if !self.info.permits_grant(actor.role, target.role, role) {
            return Err(GroupError::Forbidden);
        }
        if target.role == role {
            return Ok(None);
        }
        target.role = role;
        self.head.member_rev += 1;
        let event = GroupEvent::to(Kind::RoleChanged, actor.account_id, &[target.account_id]);
        Ok(Some(event.value(Some(role.as_str()))))
    }

    /// Another member becomes the owner; who was it becomes an admin.
    ///
    /// # Errors
    /// As [`Group::allow`]; [`GroupError::NoSuchMember`]; [`GroupError::Forbidden`] to oneself.
    pub fn transfer(
        &mut self,
        actor: &mut Membership,
        target: &mut Membership,
    ) -> Result<GroupEvent, GroupError> {
        self.allow_on(actor, GroupAct::Transfer, target)?;
        actor.role = Role::Admin;
        target.role = Role::Owner;
        self.info.owner_id = target.account_id;
        self.head.member_rev += 1;
        Ok(GroupEvent::to(Kind::Transferred, actor.account_id, &[target.account_id]))
    }

    /// A member may not send until then; `None` or a time that is past: he may.
    ///
    /// # Errors
    /// As [`Self::remove`]; [`GroupError::UntilInvalid`].
    pub fn silence(
        &self,
        actor: &Membership,
        target: &mut Membership,
        until: Option<Timestamp>,
        at: Timestamp,
    ) -> Result<Option<GroupEvent>, GroupError> {
        self.allow_on(actor, GroupAct::Silence, target)?;
        let until = silence(until, at)?;
        let was = target.silenced_until.filter(|was| *was > at);
        if until == was {
            return Ok(None);
        }
        target.silenced_until = until;
        let kind = if until.is_some() { Kind::Silenced } else { Kind::Unsilenced };
        Ok(Some(GroupEvent::to(kind, actor.account_id, &[target.account_id]).until(until)))
    }

    /// What somebody is called here: everybody chooses for himself, admins for those below them.
    ///
    /// # Errors
    /// As [`Self::remove`].
    pub fn set_alias(
        &self,
        actor: &Membership,
        target: &mut Membership,
        alias: Option<Alias>,
    ) -> Result<(), GroupError> {
        if actor.account_id == target.account_id {
            self.open()?;
        } else {
            self.allow_on(actor, GroupAct::SetAlias, target)?;
        }
        target.alias = alias;
        Ok(())
    }

    /// Whether an actor may do it to a member.
    fn allow_on(&self, actor: &Membership, act: GroupAct, target: &Membership) -> Result<(), GroupError> {
        self.allow(actor, act)?;
        if !target.is_active() {
            return Err(GroupError::NoSuchMember);
        }
        let may = self.info.permits_on(actor.role, act, target.role);
        if may { Ok(()) } else { Err(GroupError::Forbidden) }
    }

    fn exit(&mut self, member: &mut Membership, state: MemberState) {
        member.exit(&self.head, state);
        self.info.member_count -= 1;
        self.info.faces.retain(|face| *face != member.account_id);
        self.head.member_rev += 1;
    }
}
