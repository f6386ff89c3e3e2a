use std::collections::HashMap;

use kamachat_domain::{
    groups::Alias,
    ids::{AccountId, AvatarId, ConversationId},
    messages::{Body, Emoji, Message, Refs},
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
    /// What he is called in the group, else the nickname.
    pub name: String,
    pub avatar: Option<AvatarId>,
    /// The account was erased.
    pub deleted: bool,
}

/// A message with its sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageView {
    pub message: Message,
    pub sender: SenderView,
    /// The people that it is about: whose card it is, as any stranger sees him, or whom a message of the server
    /// names, as they are called in the group.
    pub subjects: Vec<ProfileView>,
    /// What the reader reacts with; `None` where the view is for all.
    pub mine: Option<Vec<Emoji>>,
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

/// What people are called, everywhere and in one conversation.
pub(super) struct Names {
    pub(super) people: HashMap<AccountId, ProfileView>,
    pub(super) aliases: HashMap<(ConversationId, AccountId), Alias>,
}

impl Names {
    /// Somebody as this conversation knows him.
    fn of(&self, conversation: ConversationId, id: AccountId) -> Option<ProfileView> {
        let mut person = self.people.get(&id)?.clone();
        if let Some(alias) = self.aliases.get(&(conversation, id)) {
            alias.as_str().clone_into(&mut person.name);
        }
        Some(person)
    }

    /// Nameless when nobody knows him.
    pub(super) fn sender(&self, conversation: ConversationId, id: AccountId) -> SenderView {
        match self.of(conversation, id) {
            Some(ProfileView { name, avatar, deleted, .. }) => SenderView { id, name, avatar, deleted },
            None => SenderView { id, name: String::new(), avatar: None, deleted: false },
        }
    }

    /// Joins a message with the people that it names.
    pub(super) fn view(&self, message: Message, originals: &Originals) -> MessageView {
        let id = message.conversation_id;
        let subject = |person: &AccountId| match &message.body {
            Body::System(_) => self.of(id, *person),
            _ => self.people.get(person).cloned(),
        };
        let mentioned = &message.refs.mentions.people;
        MessageView {
            sender: self.sender(id, message.sender_id),
            subjects: message.body.subjects().iter().filter_map(subject).collect(),
            mine: None,
            mentioned: mentioned.iter().map(|person| self.sender(id, *person)).collect(),
            quote: QuoteView::of(&message, originals, self),
            message,
        }
    }
}

/// Joins messages with their people and originals, in three queries, keeping the order.
pub(crate) async fn message_views(
    read: &dyn Repositories,
    messages: Vec<Message>,
) -> Result<Vec<MessageView>> {
    let originals = originals(read, messages.iter().filter_map(place)).await?;
    let authors = originals.iter().map(|((conversation, _), original)| (*conversation, original.sender_id));
    let of = |m: &Message| named(m.sender_id, &m.body, &m.refs).map(|id| (m.conversation_id, id)).collect();
    let keys: Vec<_> = messages.iter().flat_map::<Vec<_>, _>(of).chain(authors).collect();
    let ids: Vec<AccountId> = keys.iter().map(|(_, id)| *id).collect();
    let people = profiles(read, &ids).await?;
    let aliases = read.groups().aliases(&keys).await?;
    let aliases = aliases.into_iter().map(|(group, id, alias)| ((group, id), alias)).collect();
    let names = Names { people, aliases };
    Ok(messages.into_iter().map(|message| names.view(message, &originals)).collect())
}
