use kamachat_domain::ids::{AccountId, ConversationId};

use super::{Groups, again};
use crate::{Actor, Error, Result, feed::FeedKind};

impl Groups {
    /// The actor goes. An owner hands the group over or ends it first.
    pub async fn leave(&self, actor: &Actor, id: ConversationId) -> Result<()> {
        again(|| self.leave_once(actor, id)).await
    }

    async fn leave_once(&self, actor: &Actor, id: ConversationId) -> Result<()> {
        let mut desk = self.desk(id, &[actor.account_id]).await?;
        let mut member = desk.actor(actor)?;
        let event = desk.group.leave(&mut member)?;
        desk.tx.group_entries().revoke_invites_of(id, actor.account_id, desk.now).await?;
        desk.put(member);
        desk.happened([event]);
        desk.tell(actor.account_id, FeedKind::Conversation);
        desk.commit(&*self.deps.ids, &*self.deps.bus).await?;
        Ok(())
    }

    /// Puts a member out; banned, he cannot come back.
    pub async fn remove(
        &self,
        actor: &Actor,
        id: ConversationId,
        person: AccountId,
        ban: bool,
    ) -> Result<()> {
        again(|| self.remove_once(actor, id, person, ban)).await
    }

    async fn remove_once(
        &self,
        actor: &Actor,
        id: ConversationId,
        person: AccountId,
        ban: bool,
    ) -> Result<()> {
        let mut desk = self.desk(id, &[actor.account_id, person]).await?;
        let member = desk.actor(actor)?;
        let mut target = desk.target(&member, person)?;
        let event = desk.group.remove(&member, &mut target, ban)?;
        desk.tx.group_entries().revoke_invites_of(id, person, desk.now).await?;
        desk.put(target);
        desk.happened([event]);
        desk.tell(person, FeedKind::Conversation);
        desk.commit(&*self.deps.ids, &*self.deps.bus).await?;
        Ok(())
    }

    /// Lets a banned person come back some day.
    pub async fn unban(&self, actor: &Actor, id: ConversationId, person: AccountId) -> Result<()> {
        again(|| self.unban_once(actor, id, person)).await
    }

    async fn unban_once(&self, actor: &Actor, id: ConversationId, person: AccountId) -> Result<()> {
        let mut desk = self.desk(id, &[actor.account_id, person]).await?;
        let member = desk.actor(actor)?;
        let mut target = desk.target(&member, person)?;
        desk.group.unban(&member, &mut target)?;
        desk.put(target);
        desk.commit(&*self.deps.ids, &*self.deps.bus).await?;
        Ok(())
    }

    /// Gives the group to another member; the actor stays as an admin.
    pub async fn transfer(&self, actor: &Actor, id: ConversationId, to: AccountId) -> Result<()> {
        again(|| self.transfer_once(actor, id, to)).await
    }

    async fn transfer_once(&self, actor: &Actor, id: ConversationId, to: AccountId) -> Result<()> {
        let mut desk = self.desk(id, &[actor.account_id, to]).await?;
        let mut owner = desk.actor(actor)?;
        let mut target = desk.target(&owner, to)?;
        if !desk.tx.accounts().find(to).await?.is_some_and(|account| account.is_active()) {
            return Err(Error::NotFound);
        }
        let event = desk.group.transfer(&mut owner, &mut target)?;
        desk.put(owner);
        desk.put(target);
        desk.happened([event]);
        desk.commit(&*self.deps.ids, &*self.deps.bus).await?;
        Ok(())
    }

    /// Ends a group: its members can read it and nothing else.
    pub async fn dissolve(&self, actor: &Actor, id: ConversationId) -> Result<()> {
        again(|| self.dissolve_once(actor, id)).await
    }

    async fn dissolve_once(&self, actor: &Actor, id: ConversationId) -> Result<()> {
        let mut desk = self.desk(id, &[actor.account_id]).await?;
        let member = desk.actor(actor)?;
        let event = desk.group.dissolve(&member)?;
        desk.happened([event]);
        desk.commit(&*self.deps.ids, &*self.deps.bus).await?;
        Ok(())
    }
}
