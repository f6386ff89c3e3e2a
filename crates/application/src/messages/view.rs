use kamachat_domain::{
    ids::AccountId,
    messages::{Body, Message},
};

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
    /// The people that a message of the server names.
    pub subjects: Vec<SenderView>,
}

/// Everybody whose name is shown with a message.
fn named(message: &Message) -> impl Iterator<Item = AccountId> {
    std::iter::once(message.sender_id).chain(subjects(&message.body).iter().copied())
}

fn subjects(body: &Body) -> &[AccountId] {
    match body {
        Body::System(event) => &event.subjects,
        Body::Text(_) => &[],
    }
}

/// Joins messages with their senders, in one query, keeping the order.
pub(crate) async fn message_views(
    read: &dyn Repositories,
    messages: Vec<Message>,
) -> Result<Vec<MessageView>> {
    let ids: Vec<AccountId> = messages.iter().flat_map(named).collect();
    let people = profiles(read, &ids).await?;
    let person = |id: AccountId| {
        let name = people.get(&id).map(|person| person.name.clone()).unwrap_or_default();
        SenderView { id, name }
    };
    let view = |message: Message| {
        let subjects = subjects(&message.body).iter().map(|id| person(*id)).collect();
        MessageView { sender: person(message.sender_id), subjects, message }
    };
    Ok(messages.into_iter().map(view).collect())
}
