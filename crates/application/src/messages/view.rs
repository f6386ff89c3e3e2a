use std::collections::HashMap;

use kamachat_domain::{ids::AccountId, messages::Message};

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
}

/// A message with its sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    pub message: Message,
    pub sender: SenderView,
    /// The person of a card, as any stranger sees him.
    pub card: Option<ProfileView>,
}

impl MessageView {
    /// Joins a message with the people that it names.
    pub(super) fn new(message: Message, people: &HashMap<AccountId, ProfileView>) -> Self {
        let name = people.get(&message.sender_id).map(|person| person.name.clone()).unwrap_or_default();
        let card = message.body.card().and_then(|id| people.get(&id)).cloned();
        Self { sender: SenderView { id: message.sender_id, name }, card, message }
    }
}

/// Joins messages with their people, in one query, keeping the order.
pub(crate) async fn message_views(
    read: &dyn Repositories,
    messages: Vec<Message>,
) -> Result<Vec<MessageView>> {
    let named = |message: &Message| [Some(message.sender_id), message.body.card()];
    let ids: Vec<AccountId> = messages.iter().flat_map(named).flatten().collect();
    let people = profiles(read, &ids).await?;
    Ok(messages.into_iter().map(|message| MessageView::new(message, &people)).collect())
}
