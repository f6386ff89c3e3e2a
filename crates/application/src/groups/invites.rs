use kamachat_domain::{
    Limit,
    accounts::InviteCode,
    groups::{GroupAct, GroupInvite},
    ids::{AccountId, ConversationId, GroupInviteId},
};

use super::{Groups, InviteView, again};
use crate::{
    Actor, Error, Result,
    accounts::profiles,
    ports::{Budget, IdsExt, Subject},
    store::Repositories,
};

impl Groups {
    /// Makes an invitation. Its code is answered here and never again: only its hash is stored.
    pub async fn invite(
        &self,
        actor: &Actor,
        id: ConversationId,
        max_uses: Option<i64>,
        hours: Option<i64>,
    ) -> Result<(InviteCode, InviteView)> {
        self.deps.limits.take(Budget::Group, &Subject::Account(actor.account_id), 1).await?;
        let code = InviteCode::from_secret(self.deps.ids.secret());
        let invite = again(|| self.invite_once(actor, id, &code, max_uses, hours)).await?;
        let views = invite_views(&*self.deps.store.read(), vec![invite]).await?.pop();
        Ok((code, views.ok_or(Error::NotFound)?))
    }

    async fn invite_once(
        &self,
        actor: &Actor,
        id: ConversationId,
        code: &InviteCode,
        max_uses: Option<i64>,
        hours: Option<i64>,
    ) -> Result<GroupInvite> {
        let desk = self.desk(id, &[actor.account_id]).await?;
        let member = desk.actor(actor)?;
        desk.group.allow(&member, GroupAct::Invite)?;
        let whose = (id, actor.account_id);
        let invite = GroupInvite::issue(self.deps.ids.make(), whose, code.hash(), max_uses, hours, desk.now)?;
        desk.tx.group_entries().insert_invite(&invite).await?;
        desk.tx.commit().await?;
        Ok(invite)
    }

    /// Invitations that are good, newest first: admins see all, others their own. Codes are not among it.
    pub async fn invites(
        &self,
        actor: &Actor,
        id: ConversationId,
        before: Option<GroupInviteId>,
        limit: Limit,
    ) -> Result<Vec<InviteView>> {
        let by = self.whose_invites(actor, id).await?;
        let read = self.deps.store.read();
        let now = read.now().await?;
        let invites = read.group_entries().invites(id, by, now, before, limit).await?;
        invite_views(&*read, invites).await
    }

    /// Ends an invitation: admins any, others their own.
    pub async fn revoke_invite(
        &self,
        actor: &Actor,
        id: ConversationId,
        invite: GroupInviteId,
    ) -> Result<()> {
        let desk = self.desk(id, &[actor.account_id]).await?;
        let member = desk.actor(actor)?;
        let all = desk.group.info.permits(member.role, GroupAct::Admit);
        let by = (!all).then_some(actor.account_id);
        if !desk.tx.group_entries().revoke_invite(id, invite, by, desk.now).await? {
            return Err(Error::NotFound);
        }
        Ok(desk.tx.commit().await?)
    }

    /// `None`: everybody's.
    async fn whose_invites(&self, actor: &Actor, id: ConversationId) -> Result<Option<AccountId>> {
        let member = self.allowed(actor, id, GroupAct::Invite).await?;
        let info = self.deps.store.read().groups().info(id).await?.ok_or(Error::NotFound)?;
        Ok((!info.permits(member.role, GroupAct::Admit)).then_some(actor.account_id))
    }
}

async fn invite_views(read: &dyn Repositories, invites: Vec<GroupInvite>) -> Result<Vec<InviteView>> {
    let ids: Vec<AccountId> = invites.iter().map(|invite| invite.created_by).collect();
    let people = profiles(read, &ids).await?;
    let view = |invite: GroupInvite| {
        let created_by = people.get(&invite.created_by).cloned();
        InviteView { invite, created_by }
    };
    Ok(invites.into_iter().map(view).collect())
}
