//! A group's own picture.

use bytes::Bytes;
use kamachat_domain::{
    Limit,
    conversations::ConversationState,
    groups::{GroupAct, GroupInfo},
    ids::{AvatarId, ConversationId},
};

use super::{GroupView, Groups, again, view::group_view};
use crate::{Actor, Result, store::Repositories};

impl Groups {
    /// Whether the actor may set the picture, before a file is read; asked again under the lock.
    pub async fn may_set_picture(&self, actor: &Actor, id: ConversationId) -> Result<()> {
        self.allowed(actor, id, GroupAct::EditProfile).await.map(drop)
    }

    /// Makes the middle square of `picture` the group's picture.
    pub async fn set_picture(&self, actor: &Actor, id: ConversationId, picture: Bytes) -> Result<GroupView> {
        self.may_set_picture(actor, id).await?;
        let avatar = self.deps.gallery.keep(actor, picture).await?;
        again(|| self.show_picture(actor, id, Some(avatar))).await
    }

    /// Takes the group's picture away; where there is none, nothing happens.
    pub async fn remove_picture(&self, actor: &Actor, id: ConversationId) -> Result<GroupView> {
        again(|| self.show_picture(actor, id, None)).await
    }

    async fn show_picture(
        &self,
        actor: &Actor,
        id: ConversationId,
        avatar: Option<AvatarId>,
    ) -> Result<GroupView> {
        let mut desk = self.desk(id, &[actor.account_id]).await?;
        let member = desk.actor(actor)?;
        let old = desk.group.info.avatar;
        let event = desk.group.show(&member, avatar)?;
        if event.is_some() {
            self.deps.gallery.drop_later(&*desk.tx, old).await?;
        }
        desk.happened(event);
        let group = desk.commit(&*self.deps.ids, &*self.deps.bus).await?;
        group_view(&*self.deps.store.read(), group, member).await
    }
}

/// A group's picture is seen by its members and by those who may be shown its card: by a search, by their own
/// request, or by an invitation that is good.
pub(crate) async fn may_see_picture(
    read: &dyn Repositories,
    actor: &Actor,
    avatar: AvatarId,
) -> Result<bool> {
    let Some(info) = read.groups().by_avatar(avatar).await? else { return Ok(false) };
    if sees_card(read, actor, &info).await? {
        return Ok(true);
    }
    let one = Limit::parse(Some(1))?;
    Ok(!read.group_entries().invites(info.id, None, read.now().await?, None, one).await?.is_empty())
}

/// Whether the actor is shown this group without an invitation: as a member, by a search, or by his own request.
pub(crate) async fn sees_card(read: &dyn Repositories, actor: &Actor, info: &GroupInfo) -> Result<bool> {
    let is_member = read.conversations().find_for(actor.account_id, info.id).await?.is_some();
    if is_member {
        return Ok(true);
    }
    // Outside of a transaction it locks nothing.
    let head = read.conversations().lock(&[info.id]).await?.pop();
    if info.searchable && head.is_some_and(|head| head.state == ConversationState::Active) {
        return Ok(true);
    }
    Ok(!read.group_entries().asked_among(actor.account_id, &[info.id]).await?.is_empty())
}
