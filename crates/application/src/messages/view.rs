use std::collections::HashMap;

use kamachat_domain::{
    ids::{AccountId, AvatarId},
    messages::{Body, Emoji, Message},
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
    fn of(id: AccountId, people: &HashMap<AccountId, ProfileView>) -> Self {
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
    /// The people that it is about: whose card it is, as any stranger sees him, or whom a message of the server
    /// names.
    pub subjects: Vec<ProfileView>,
    /// What the reader reacts with; `None` where the view is for all.
    pub mine: Option<Vec<Emoji>>,
}

/// Everybody whose name is shown with a message.
pub(super) fn named(sender: AccountId, body: &Body) -> impl Iterator<Item = AccountId> {
    std::iter::once(sender).chain(body.subjects().iter().copied())
}

impl MessageView {
    /// Joins a message with the people that it names.
    pub(super) fn new(message: Message, people: &HashMap<AccountId, ProfileView>) -> Self {
        let subjects = message.body.subjects().iter().filter_map(|id| people.get(id)).cloned().collect();
        Self { sender: SenderView::of(message.sender_id, people), subjects, message, mine: None }
    }
}

/// Joins messages with their people, in one query, keeping the order.
pub(crate) async fn message_views(
    read: &dyn Repositories,
    messages: Vec<Message>,
) -> Result<Vec<MessageView>> {
    let ids: Vec<AccountId> = messages.iter().flat_map(|m| named(m.sender_id, &m.body)).collect();
    let people = profiles(read, &ids).await?;
    Ok(messages.into_iter().map(|message| MessageView::new(message, &people)).collect())
}
