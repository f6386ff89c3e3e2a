//! Who is writing: a hint to those who may see that he is there. Nobody keeps it.

use kamachat_domain::{
    accounts::{Availability, may_see_presence},
    conversations::{Conversation, MemberState},
    ids::{AccountId, ConversationId},
};

use super::{Presences, relation};
use crate::{
    Actor, Error, Result,
    contacts::within_reach,
    conversations::MemberList,
    ports::{Push, Typing},
    store::Repositories,
};

impl Presences {
    /// Tells the others of a conversation that the actor writes, or stopped. Nobody is told in groups with more
    /// than [`MemberList::RECEIPTS`] members, across a block, or of somebody who does not let himself be seen.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a conversation that the actor is not in.
    pub async fn typing(&self, actor: &Actor, id: ConversationId, on: bool) -> Result<()> {
        let read = self.store.read();
        let me = actor.account_id;
        let (head, member) = read.conversations().find_for(me, id).await?.ok_or(Error::NotFound)?;
        if member.barred || member.stranger {
            return Ok(());
        }
        let to = self.onlookers(&*read, me, &head).await?;
        if !to.is_empty() {
            self.bus.publish(Push::Typing(Typing { conversation_id: id, account_id: me, on, to }));
        }
        Ok(())
    }

    async fn onlookers(
        &self,
        read: &dyn Repositories,
        me: AccountId,
        head: &Conversation,
    ) -> Result<Vec<AccountId>> {
        let facts = read.presence().facts(&[me]).await?.pop();
        let Some(facts) = facts.filter(|facts| facts.availability != Availability::Invisible) else {
            return Ok(Vec::new());
        };
        if read.conversations().has_more_members(head.id, MemberList::RECEIPTS).await? {
            return Ok(Vec::new());
        }
        let members = read.conversations().some_members(head.id, MemberList::FEW).await?;
        let active = members.iter().filter(|member| member.state == MemberState::Active);
        let others: Vec<AccountId> =
            active.map(|member| member.account_id).filter(|account| *account != me).collect();
        let others = within_reach(read, me, &others).await?;
        let pairs = read.presence().contacts_among(&[me], &others).await?;
        let may_see = |viewer: &AccountId| {
            let is_contact = pairs.iter().any(|(_, peer)| peer == viewer);
            may_see_presence(relation(*viewer, me, is_contact), facts.audience)
        };
        Ok(others.into_iter().filter(may_see).collect())
    }
}
