use kamachat_domain::{
    accounts::InviteCode,
    conversations::{MemberState, Membership},
    groups::{
        Admission, Group, GroupAct, GroupError, GroupEvent, GroupEventKind, GroupInfo, GroupInvite,
        RequestNote,
    },
    ids::{AccountId, ConversationId},
};

use super::{GroupCard, Groups, add::entrant, again, desk::Desk, view::cards};
use crate::{
    Actor, Error, Result,
    ports::{Budget, Subject},
};

/// What came of wanting to join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// A member, now or already.
    Member(ConversationId),
    /// Admins decide.
    Asking(ConversationId),
}

impl Groups {
    /// Joins a group that can be found.
    pub async fn join(&self, actor: &Actor, id: ConversationId, note: &str) -> Result<Joined> {
        self.deps.limits.take(Budget::Group, &Subject::Account(actor.account_id), 1).await?;
        let note = RequestNote::parse(note)?;
        again(|| self.join_once(actor, id, &note)).await
    }

    async fn join_once(&self, actor: &Actor, id: ConversationId, note: &RequestNote) -> Result<Joined> {
        let me = actor.account_id;
        let desk = self.desk(id, &[me]).await?;
        if desk.actor(actor).is_ok() {
            return Ok(Joined::Member(id));
        }
        // Who was banned sees what a stranger sees of a group that does not want to be found.
        if !desk.group.info.searchable || desk.is_banned(me) || desk.group.open().is_err() {
            return Err(Error::NotFound);
        }
        let admission = desk.group.info.admission(None);
        self.enter(desk, me, None, admission, note).await
    }

    /// Joins by an invitation. Unknown, expired, used up, revoked and of somebody who may not invite any more
    /// look the same.
    pub async fn join_by_invite(&self, actor: &Actor, code: &InviteCode, note: &str) -> Result<Joined> {
        self.deps.limits.take(Budget::Group, &Subject::Account(actor.account_id), 1).await?;
        let (note, hash) = (RequestNote::parse(note)?, code.hash());
        again(|| self.join_by_invite_once(actor, &hash, &note)).await
    }

    async fn join_by_invite_once(
        &self,
        actor: &Actor,
        hash: &[u8; 32],
        note: &RequestNote,
    ) -> Result<Joined> {
        let me = actor.account_id;
        let read = self.deps.store.read();
        let invite = read.group_entries().invite(hash).await?.ok_or(Error::NotFound)?;
        let id = invite.conversation_id;
        let desk = self.desk(id, &[me, invite.created_by]).await?;
        if desk.actor(actor).is_ok() {
            return Ok(Joined::Member(id));
        }
        let inviter = desk.person(invite.created_by);
        let inviter = inviter.filter(|inviter| desk.group.allow(inviter, GroupAct::Invite).is_ok());
        let inviter = inviter.filter(|_| !desk.is_banned(me)).ok_or(Error::NotFound)?;
        let admission = desk.group.info.admission(Some(inviter.role));
        // Asking again costs no use.
        let asked = desk.tx.group_entries().pending_of(id, &[me]).await?;
        if admission == Admission::Asking && !asked.is_empty() {
            return Ok(Joined::Asking(id));
        }
        if !desk.tx.group_entries().use_invite(hash, desk.now).await? {
            return Err(Error::NotFound);
        }
        self.enter(desk, me, Some(inviter), admission, note).await
    }

    async fn enter(
        &self,
        mut desk: Desk,
        me: AccountId,
        inviter: Option<Membership>,
        admission: Admission,
        note: &RequestNote,
    ) -> Result<Joined> {
        let id = desk.group.info.id;
        let by = inviter.map(|inviter| inviter.account_id);
        let joined = match admission {
            Admission::Direct => {
                let entrant = entrant(&*desk.tx, me, desk.person(me)).await?;
                desk.let_in(vec![entrant], by, GroupEvent::new(GroupEventKind::Joined, me)).await?;
                Joined::Member(id)
            }
            Admission::Asking => {
                self.ask_for(&mut desk, &[me], by, note).await?;
                Joined::Asking(id)
            }
            Admission::Refused => return Err(GroupError::InvitationOnly.into()),
        };
        desk.commit(&*self.deps.ids, &*self.deps.bus).await?;
        Ok(joined)
    }

    /// What one would join by an invitation.
    pub async fn preview(&self, actor: &Actor, code: &InviteCode) -> Result<GroupCard> {
        let me = actor.account_id;
        self.deps.limits.take(Budget::Lookup, &Subject::Account(me), 1).await?;
        let read = self.deps.store.read();
        let invite = read.group_entries().invite(&code.hash()).await?;
        let now = read.now().await?;
        let invite = invite.filter(|invite| invite.is_good(now)).ok_or(Error::NotFound)?;
        let mine = read.conversations().lock_members(&[(invite.conversation_id, me)]).await?;
        if mine.iter().any(|member| member.state == MemberState::Banned) {
            return Err(Error::NotFound);
        }
        let info = self.still_invites(&invite).await?;
        cards(&*read, me, vec![info]).await?.pop().ok_or(Error::NotFound)
    }

    /// The group of an invitation whose maker may invite.
    async fn still_invites(&self, invite: &GroupInvite) -> Result<GroupInfo> {
        let read = self.deps.store.read();
        let id = invite.conversation_id;
        let found = read.conversations().find_for(invite.created_by, id).await?;
        let (head, inviter) = found.ok_or(Error::NotFound)?;
        let info = read.groups().info(id).await?.ok_or(Error::NotFound)?;
        let group = Group { head, info };
        group.allow(&inviter, GroupAct::Invite).map_err(|_| Error::NotFound)?;
        Ok(group.info)
    }
}
