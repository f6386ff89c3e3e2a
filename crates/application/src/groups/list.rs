use kamachat_domain::{
    Limit,
    groups::{Group, GroupName},
    ids::ConversationId,
};

use super::{
    GroupCard, GroupView, Groups,
    view::{cards, group_view},
};
use crate::{
    Actor, Error, Result,
    ports::{Budget, Subject},
};

/// Shorter words find nothing: they would be a directory.
const LEAST_WORDS: usize = 2;

impl Groups {
    /// A group of the actor.
    pub async fn get(&self, actor: &Actor, id: ConversationId) -> Result<GroupView> {
        let read = self.deps.store.read();
        let found = read.conversations().find_for(actor.account_id, id).await?;
        let (head, member) = found.ok_or(Error::NotFound)?;
        let info = read.groups().info(id).await?.ok_or(Error::NotFound)?;
        group_view(&*read, Group { head, info }, member).await
    }

    /// Groups that want to be found, by a part of the name of at least two characters.
    pub async fn search(&self, actor: &Actor, words: &str, limit: Limit) -> Result<Vec<GroupCard>> {
        self.deps.limits.take(Budget::Lookup, &Subject::Account(actor.account_id), 1).await?;
        let words = GroupName::fold(words);
        if words.chars().take(LEAST_WORDS).count() < LEAST_WORDS || words.contains('\0') {
            return Ok(Vec::new());
        }
        let read = self.deps.store.read();
        let found = read.groups().search(&words, limit).await?;
        cards(&*read, actor.account_id, found).await
    }
}
