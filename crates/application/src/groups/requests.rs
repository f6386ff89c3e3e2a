use kamachat_domain::{
    Limit,
    groups::{GroupAct, GroupError, GroupEvent, GroupEventKind},
    ids::{ConversationId, GroupRequestId},
};

use super::{Groups, RequestView, add::entrant, again, view::request_views};
use crate::{Actor, Error, Result, feed::FeedKind};

impl Groups {
    /// Who wants to come in, the longest waiting first.
    pub async fn requests(
        &self,
        actor: &Actor,
        id: ConversationId,
        after: Option<GroupRequestId>,
        limit: Limit,
    ) -> Result<Vec<RequestView>> {
        self.allowed(actor, id, GroupAct::Admit).await?;
        let read = self.deps.store.read();
        let requests = read.group_entries().requests(id, after, limit).await?;
        request_views(&*read, requests).await
    }

    /// Says yes or no to somebody.
    pub async fn decide(
        &self,
        actor: &Actor,
        id: ConversationId,
        request: GroupRequestId,
        accepted: bool,
    ) -> Result<RequestView> {
        again(|| self.decide_once(actor, id, request, accepted)).await
    }

    async fn decide_once(
        &self,
        actor: &Actor,
        id: ConversationId,
        request: GroupRequestId,
        accepted: bool,
    ) -> Result<RequestView> {
        // Before the locks, only to know whose row to lock; who asks for what is never changed.
        let read = self.deps.store.read();
        let wish = read.group_entries().request(id, request).await?;
        let person = wish.map_or(actor.account_id, |wish| wish.account_id);
        let mut desk = self.desk(id, &[actor.account_id, person]).await?;
        let member = desk.actor(actor)?;
        desk.group.allow(&member, GroupAct::Admit)?;
        let wish = desk.tx.group_entries().request(id, request).await?;
        let mut wish = wish.filter(|wish| wish.account_id == person).ok_or(Error::NotFound)?;
        wish.decide(accepted, actor.account_id, desk.now)?;
        desk.tx.group_entries().save_request(&wish).await?;
        let before = desk.person(person);
        let is_new = before.as_ref().is_none_or(|member| !member.is_active());
        if accepted && is_new {
            let account = desk.tx.accounts().find(person).await?;
            account.filter(|account| account.is_active()).ok_or(GroupError::NoSuchMember)?;
            let entrant = entrant(&*desk.tx, person, before).await?;
            let event = GroupEvent::to(GroupEventKind::Added, actor.account_id, &[person]);
            desk.let_in(vec![entrant], wish.invited_by.or(Some(actor.account_id)), event).await?;
        } else if !accepted {
            desk.tell(person, FeedKind::GroupRequest);
        }
        desk.tell_admins().await?;
        desk.commit(&*self.deps.ids, &*self.deps.bus).await?;
        request_views(&*read, vec![wish]).await?.pop().ok_or(Error::NotFound)
    }
}
