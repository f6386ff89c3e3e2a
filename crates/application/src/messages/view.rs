use std::collections::HashMap;

use kamachat_domain::{
    ids::{AccountId, AvatarId},
    messages::{Body, Message, Refs},
};

use super::{
    quote::{QuoteView, place},
    referring::{Originals, originals},
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
    /// The people that it is about: whose card it is, as any stranger sees him, or whom a message of the server
    /// names.
    pub subjects: Vec<ProfileView>,
    /// Whom it mentions by name.
    pub mentioned: Vec<SenderView>,
    /// What it answers.
    pub quote: Option<QuoteView>,
}

/// Everybody whose name is shown with a message.
pub(super) fn named<'a>(
    sender: AccountId,
    body: &'a Body,
    refs: &'a Refs,
) -> impl Iterator<Item = AccountId> + 'a {
    let others = body.subjects().iter().chain(&refs.mentions.people);
    std::iter::once(sender).chain(others.copied())
}

impl MessageView {
    /// Joins a message with the people that it names.
    pub(super) fn new(
        message: Message,
        people: &HashMap<AccountId, ProfileView>,
        originals: &Originals,
    ) -> Self {
        let subjects = message.body.subjects().iter().filter_map(|id| people.get(id)).cloned().collect();
        let named = &message.refs.mentions.people;
        Self {
            sender: SenderView::of(message.sender_id, people),
            subjects,
            mentioned: named.iter().map(|person| SenderView::of(*person, people)).collect(),
            quote: QuoteView::of(&message, originals, people),
            message,
        }
    }
}

/// Joins messages with their people and originals, in two queries, keeping the order.
pub(crate) async fn message_views(
    read: &dyn Repositories,
    messages: Vec<Message>,
) -> Result<Vec<MessageView>> {
    let originals = originals(read, messages.iter().filter_map(place)).await?;
    let authors = originals.values().map(|original| original.sender_id);
    let named = messages.iter().flat_map(|m| named(m.sender_id, &m.body, &m.refs));
    let ids: Vec<AccountId> = named.chain(authors).collect();
    let people = profiles(read, &ids).await?;
    Ok(messages.into_iter().map(|message| MessageView::new(message, &people, &originals)).collect())
}
