use kamachat_domain::{
    groups::{Group, GroupEvent, GroupEventKind, GroupName},
    ids::AccountId,
};

use super::{
    GroupView, Groups,
    add::{entrants, people},
    again,
    desk::Desk,
    view::group_view,
};
use crate::{
    Actor, Result,
    feed::FeedKind,
    ports::{Budget, IdsExt, Subject},
};

impl Groups {
    /// Makes a group of the actor, who owns it, and some of his contacts.
    pub async fn create(&self, actor: &Actor, name: &str, others: &[AccountId]) -> Result<GroupView> {
        let me = actor.account_id;
        self.deps.limits.take(Budget::Group, &Subject::Account(me), 1).await?;
        let name = GroupName::parse(name)?;
        let others = people(me, others)?;
        again(|| self.create_once(me, &name, &others)).await
    }

    async fn create_once(&self, me: AccountId, name: &GroupName, others: &[AccountId]) -> Result<GroupView> {
        let tx = self.deps.store.begin().await?;
        let now = tx.now().await?;
        let id = self.deps.ids.make();
        let (group, mut owner) = Group::create(id, name.clone(), me, self.deps.max_members, now);
        owner.receipts = tx.settings().settings(me).await?.read_receipts;
        let entrants = entrants(&*tx, me, others, |_| None).await?;
        tx.conversations().insert(&group.head, std::slice::from_ref(&owner)).await?;
        tx.groups().insert(&group.info).await?;
        let mut desk = Desk::at(tx, group, vec![owner.clone()], now);
        let named = Some(name.as_str());
        desk.happened([GroupEvent::new(GroupEventKind::Created, me).value(named)]);
        desk.tell(me, FeedKind::Conversation);
        if !entrants.is_empty() {
            let members = desk.group.admit(entrants, Some(me), now)?;
            let others: Vec<AccountId> = members.iter().map(|member| member.account_id).collect();
            members.into_iter().for_each(|member| desk.put(member));
            desk.happened([GroupEvent::to(GroupEventKind::Added, me, &others)]);
            others.iter().for_each(|other| desk.tell(*other, FeedKind::Conversation));
        }
        let group = desk.commit(&*self.deps.ids, &*self.deps.bus).await?;
        group_view(&*self.deps.store.read(), group, owner).await
    }
}
