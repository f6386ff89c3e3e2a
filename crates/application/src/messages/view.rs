use kamachat_domain::{ids::AccountId, messages::Message};

use crate::{Result, accounts::profiles, store::Repositories};

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
}

/// Joins messages with their senders, in one query, keeping the order.
pub(crate) async fn message_views(
    read: &dyn Repositories,
    messages: Vec<Message>,
) -> Result<Vec<MessageView>> {
    let ids: Vec<AccountId> = messages.iter().map(|message| message.sender_id).collect();
    let people = profiles(read, &ids).await?;
    let view = |message: Message| {
        let name = people.get(&message.sender_id).map(|person| person.name.clone()).unwrap_or_default();
        MessageView { sender: SenderView { id: message.sender_id, name }, message }
    };
    Ok(messages.into_iter().map(view).collect())
}
