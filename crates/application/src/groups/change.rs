use kamachat_domain::{
    Timestamp,
    groups::{GroupAct, GroupName, HistoryPolicy, JoinPolicy, Notice, SettingsChange, Who},
    ids::ConversationId,
};

use super::{GroupView, Groups, again, view::group_view};
use crate::{Actor, Result};

/// New settings of a group, unchecked; `None` leaves one as it is, `Some(None)` clears it.
#[derive(Clone, Debug, Default)]
pub struct GroupChange {
    pub name: Option<String>,
    pub notice: Option<Option<String>>,
    pub join_policy: Option<JoinPolicy>,
    pub history_policy: Option<HistoryPolicy>,
    pub who_may_post: Option<Who>,
    pub who_may_invite: Option<Who>,
    pub who_may_pin: Option<Who>,
    pub who_may_mention_all: Option<Who>,
    pub searchable: Option<bool>,
    pub max_members: Option<i64>,
    pub slow_mode_s: Option<i64>,
    pub muted_all_until: Option<Option<Timestamp>>,
}

impl GroupChange {
    fn parse(self) -> Result<SettingsChange> {
        let notice = self.notice.map(|text| text.filter(|text| !text.trim().is_empty()));
        let notice = notice.map(|text| text.map(|text| Notice::parse(&text)).transpose()).transpose()?;
        Ok(SettingsChange {
            name: self.name.map(|name| GroupName::parse(&name)).transpose()?,
            notice,
            join: self.join_policy,
            history: self.history_policy,
            post: self.who_may_post,
            invite: self.who_may_invite,
            pin: self.who_may_pin,
            mention_all: self.who_may_mention_all,
            searchable: self.searchable,
            max_members: self.max_members,
            slow_mode_s: self.slow_mode_s,
            muted_until: self.muted_all_until,
        })
    }
}

impl Groups {
    /// Changes name, notice, silence and rules of a group.
    pub async fn change(&self, actor: &Actor, id: ConversationId, change: GroupChange) -> Result<GroupView> {
        let change = change.parse()?;
        again(|| self.change_once(actor, id, &change)).await
    }

    async fn change_once(
        &self,
        actor: &Actor,
        id: ConversationId,
        change: &SettingsChange,
    ) -> Result<GroupView> {
        let mut desk = self.desk(id, &[actor.account_id]).await?;
        let member = desk.actor(actor)?;
        let before = desk.group.info.least(GroupAct::Invite);
        let events = desk.group.change(&member, change.clone(), self.deps.max_members, desk.now)?;
        let after = desk.group.info.least(GroupAct::Invite);
        if after > before {
            desk.tx.group_entries().revoke_invites_below(id, after, desk.now).await?;
        }
        desk.happened(events);
        let group = desk.commit(&*self.deps.ids, &*self.deps.bus).await?;
        group_view(&*self.deps.store.read(), group, member).await
    }
}
