use kamachat_domain::{
    conversations::{MemberState, Membership},
    groups::{
        Admission, Entrant, Group, GroupAct, GroupError, GroupEvent, GroupEventKind, GroupRequest,
        RequestNote,
    },
    ids::{AccountId, ConversationId},
};

use super::{Groups, again, desk::Desk};
use crate::{
    Actor, Result,
    contacts::within_reach,
    feed::FeedKind,
    ports::{Budget, IdsExt, Subject},
    store::Transaction,
};

/// What became of people whom a member brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    pub added: Vec<AccountId>,
    /// Admins decide about them.
    pub asked: Vec<AccountId>,
}

impl Groups {
    /// Brings contacts of the actor into a group. Who is a member already is passed over.
    pub async fn add(&self, actor: &Actor, id: ConversationId, others: &[AccountId]) -> Result<Added> {
        let me = actor.account_id;
        self.deps.limits.take(Budget::Group, &Subject::Account(me), 1).await?;
        let others = people(me, others)?;
        again(|| self.add_once(actor, id, &others)).await
    }

    async fn add_once(&self, actor: &Actor, id: ConversationId, others: &[AccountId]) -> Result<Added> {
        let me = actor.account_id;
        let mut concerned = others.to_vec();
        concerned.push(me);
        let mut desk = self.desk(id, &concerned).await?;
        let inviter = desk.actor(actor)?;
        desk.group.allow(&inviter, GroupAct::Invite)?;
        let is_new = |account: &AccountId| desk.person(*account).is_none_or(|member| !member.is_active());
        let new: Vec<AccountId> = others.iter().copied().filter(is_new).collect();
        let entrants = entrants(&*desk.tx, me, &new, |account| desk.person(account)).await?;
        let new: Vec<AccountId> = entrants.iter().map(|entrant| entrant.account_id).collect();
        if new.is_empty() {
            return Ok(Added::default());
        }
        let done = match desk.group.info.admission(Some(inviter.role)) {
            Admission::Direct => {
                let event = GroupEvent::to(GroupEventKind::Added, me, &new);
                desk.let_in(entrants, Some(me), event).await?;
                Added { added: new, asked: Vec::new() }
            }
            Admission::Asking => {
                if new.iter().any(|account| desk.is_banned(*account)) {
                    return Err(GroupError::Banned.into());
                }
                self.ask_for(&mut desk, &new, Some(me), &RequestNote::default()).await?;
                Added { added: Vec::new(), asked: new }
            }
            Admission::Refused => return Err(GroupError::InvitationOnly.into()),
        };
        desk.commit(&*self.deps.ids, &*self.deps.bus).await?;
        Ok(done)
    }

    /// Writes requests for people who have none pending, and tells those who decide.
    pub(super) async fn ask_for(
        &self,
        desk: &mut Desk,
        people: &[AccountId],
        by: Option<AccountId>,
        note: &RequestNote,
    ) -> Result<()> {
        let id = desk.group.info.id;
        let pending = desk.tx.group_entries().pending_of(id, people).await?;
        let mut any = false;
        for account in people.iter().filter(|person| pending.iter().all(|p| p.account_id != **person)) {
            let wish = GroupRequest::ask(self.deps.ids.make(), id, *account, by, note.clone(), desk.now);
            desk.tx.group_entries().insert_request(&wish).await?;
            any = true;
        }
        if any { desk.tell_admins().await } else { Ok(()) }
    }
}

impl Desk {
    pub(super) fn is_banned(&self, account: AccountId) -> bool {
        self.person(account).is_some_and(|member| member.state == MemberState::Banned)
    }

    /// Makes people members, settles what they had asked, and says so.
    pub(super) async fn let_in(
        &mut self,
        entrants: Vec<Entrant>,
        by: Option<AccountId>,
        event: GroupEvent,
    ) -> Result<()> {
        let ids: Vec<AccountId> = entrants.iter().map(|entrant| entrant.account_id).collect();
        let members = self.group.admit(entrants, by, self.now)?;
        members.into_iter().for_each(|member| self.put(member));
        for mut request in self.tx.group_entries().pending_of(self.group.info.id, &ids).await? {
            request.decide(true, by.unwrap_or(request.account_id), self.now)?;
            self.tx.group_entries().save_request(&request).await?;
        }
        self.happened([event]);
        ids.into_iter().for_each(|account| self.tell(account, FeedKind::Conversation));
        Ok(())
    }
}

/// Each once, without the actor.
pub(super) fn people(me: AccountId, others: &[AccountId]) -> Result<Vec<AccountId>> {
    let mut others: Vec<AccountId> = others.iter().copied().filter(|other| *other != me).collect();
    others.sort_unstable();
    others.dedup();
    if others.len() > Group::MOST_AT_ONCE {
        return Err(GroupError::TooManyAtOnce.into());
    }
    Ok(others)
}

/// People whom `me` may bring: contacts who use their account. Who keeps apart from him is left out without a
/// word.
pub(super) async fn entrants(
    tx: &dyn Transaction,
    me: AccountId,
    others: &[AccountId],
    before: impl Fn(AccountId) -> Option<Membership>,
) -> Result<Vec<Entrant>> {
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let known = tx.contacts().known_among(me, others).await?;
    let accounts = tx.accounts().find_many(others).await?;
    let active = accounts.iter().filter(|account| account.is_active()).count();
    if others.iter().any(|other| !known.contains(other)) || active < others.len() {
        return Err(GroupError::NotContacts.into());
    }
    let near = within_reach(tx, me, others).await?;
    let mut entrants = Vec::with_capacity(near.len());
    for other in near {
        entrants.push(entrant(tx, other, before(other)).await?);
    }
    Ok(entrants)
}

/// Somebody who comes in, with his choice about receipts.
pub(super) async fn entrant(
    tx: &dyn Transaction,
    account_id: AccountId,
    before: Option<Membership>,
) -> Result<Entrant> {
    let receipts = tx.settings().settings(account_id).await?.read_receipts;
    Ok(Entrant { account_id, before, receipts })
}
