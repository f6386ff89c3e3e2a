use kamachat_domain::{Limit, ids::ConversationId};

use super::{
    MessageChanges,
    own::{Eyes, own_views},
};
use crate::{Actor, Error, Result, messages::MessageView};

/// Messages as they are now, by their newest change.
#[derive(Clone, Debug)]
pub struct ChangedPage {
    pub messages: Vec<MessageView>,
    /// Everything up to this change is told.
    pub last_rev: i64,
    /// There is more after `last_rev`.
    pub more: bool,
}

impl MessageChanges {
    /// What was changed after the change `since` and the actor can see.
    pub async fn since(&self, actor: &Actor, id: ConversationId, since: i64) -> Result<ChangedPage> {
        let read = self.store.read();
        let (head, member) =
            read.conversations().find_for(actor.account_id, id).await?.ok_or(Error::NotFound)?;
        let limit = Limit::max();
        let (page, more) =
            read.message_changes().changed_since(id, since, member.first_visible(), limit).await?;
        // The head was read first: the rows may be newer, and then they are complete up to the newest of them.
        let newest = page.last().and_then(|message| message.rev).unwrap_or_default();
        let last_rev = if more { newest } else { head.last_rev.max(newest) };
        let page = Eyes::seen(&*read, &member, page).await?;
        let messages = own_views(&*read, &member, page).await?;
        Ok(ChangedPage { messages, last_rev, more })
    }
}
