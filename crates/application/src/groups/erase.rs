//! An account is erased: it goes from its groups.

use kamachat_domain::{
    Limit,
    conversations::{MemberState, Membership, Role},
    ids::{AccountId, ConversationId},
};

use super::{again, desk::Desk, repository::RosterFilter};
use crate::{
    Error, Result,
    ports::{Bus, Ids},
    store::Store,
};

/// Takes somebody out of all of his groups. One that he owns goes to the member of the highest role who is
/// longest in it; without any it ends. Begun again it goes on.
pub(crate) async fn leave_all(
    store: &dyn Store,
    ids: &dyn Ids,
    bus: &dyn Bus,
    account: AccountId,
) -> Result<()> {
    let mut after = None;
    loop {
        let page = store.read().conversations().ids_of(account, after, Limit::DEFAULT).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(*last);
        for id in page {
            match again(|| leave(store, ids, bus, id, account)).await {
                // No group.
                Err(Error::NotFound) => {}
                done => done?,
            }
        }
    }
}

async fn leave(
    store: &dyn Store,
    ids: &dyn Ids,
    bus: &dyn Bus,
    id: ConversationId,
    account: AccountId,
) -> Result<()> {
    let mut desk = Desk::open(store, id, &[account]).await?;
    let Some(mut member) = desk.person(account).filter(Membership::is_active) else { return Ok(()) };
    if member.role == Role::Owner && desk.group.open().is_ok() {
        let event = match desk.heir(account).await? {
            Some(mut heir) => {
                let event = desk.group.transfer(&mut member, &mut heir)?;
                desk.put(heir);
                event
            }
            None => desk.group.dissolve(&member)?,
        };
        desk.happened([event]);
    }
    member.alias = None;
    let event = desk.group.leave(&mut member)?;
    desk.tx.group_entries().revoke_invites_of(id, account, desk.now).await?;
    desk.put(member);
    desk.happened([event]);
    desk.commit(ids, bus).await?;
    Ok(())
}

impl Desk {
    /// Who gets the group after its owner. The group's lock keeps his row as it is.
    async fn heir(&self, owner: AccountId) -> Result<Option<Membership>> {
        let filter = RosterFilter { state: MemberState::Active, words: None };
        let first = self.tx.groups().roster(self.group.info.id, filter, None, Limit::max()).await?;
        let people: Vec<AccountId> = first.iter().map(|member| member.account_id).collect();
        let accounts = self.tx.accounts().find_many(&people).await?;
        let is_there = |id: AccountId| accounts.iter().any(|account| account.id == id && account.is_active());
        Ok(first.into_iter().find(|member| member.account_id != owner && is_there(member.account_id)))
    }
}
