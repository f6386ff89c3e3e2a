use std::collections::HashMap;

use kamachat_domain::{
    ids::{AccountId, AvatarId},
    messages::Message,
};

use crate::{
    Result,
    accounts::{ProfileView, profiles},
    store::Repositories,
};

/// Who sent a message, as shown beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderView {
    pub id: AccountId,
    /// The nickname.
    pub name: String,
    pub avatar: Option<AvatarId>,
    /// The account was erased.
    pub deleted: bool,
}

impl SenderView {
    /// The sender as `people` know him; nameless when they do not.
    pub(super) fn of(id: AccountId, people: &HashMap<AccountId, ProfileView>) -> Self {
        let person = people.get(&id);
        let name = person.map(|person| person.name.clone()).unwrap_or_default();
        let avatar = person.and_then(|person| person.avatar);
        Self { id, name, avatar, deleted: person.is_some_and(|person| person.deleted) }
    }
}

/// A message with its sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    pub message: Message,
    pub sender: SenderView,
}

/// Joins messages with their senders, in one query, keeping the order.
pub(crate) async fn message_views(
    read: &dyn Repositories,
    messages: Vec<Message>,
) -> Result<Vec<MessageView>> {
    let ids: Vec<AccountId> = messages.iter().map(|message| message.sender_id).collect();
    let people = profiles(read, &ids).await?;
    let view = |message: Message| MessageView { sender: SenderView::of(message.sender_id, &people), message };
    Ok(messages.into_iter().map(view).collect())
}
