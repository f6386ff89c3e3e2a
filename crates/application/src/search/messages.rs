use std::{
    collections::{HashMap, hash_map::Entry},
    ops::Range,
};

use kamachat_domain::{
    Limit, Timestamp,
    conversations::Membership,
    ids::{AccountId, ConversationId},
    messages::{Message, MessageKind},
    search::SearchQuery,
};

use super::{
    Search,
    repository::{Hit, Wanted},
};
use crate::{
    Actor, Result,
    messages::{Eyes, MessageView, cut_quotes, message_views},
    store::Repositories,
};

/// Pages of the index that are looked at for one page of messages: hits that turn out to be none must not make a
/// search endless.
const ROUNDS: usize = 4;
/// Whoever is in more conversations is searched for without naming them to the index.
const NAMED: i64 = 64;

/// Which messages.
#[derive(Clone, Copy, Debug, Default)]
pub struct MessageFilter {
    pub conversation: Option<ConversationId>,
    pub sender: Option<AccountId>,
    /// Not sent before.
    pub from: Option<Timestamp>,
    /// Sent before.
    pub to: Option<Timestamp>,
    pub kind: Option<MessageKind>,
}

/// A message and where its words ([`Body::words`](kamachat_domain::messages::Body::words)) have what was looked for.
#[derive(Clone, Debug)]
pub struct FoundMessage {
    pub view: MessageView,
    /// In bytes, rising, without overlaps, at least one.
    pub places: Vec<Range<usize>>,
}

/// A page of messages, the newest first.
#[derive(Clone, Debug, Default)]
pub struct FoundMessages {
    pub items: Vec<FoundMessage>,
    /// Where to go on; `None` at the end. A page may have fewer items than asked for before that.
    pub next: Option<i64>,
}

impl Search {
    /// Messages that the actor may see and whose text has all of the words, the newest first. A conversation that
    /// is not his has no messages.
    pub async fn messages(
        &self,
        actor: &Actor,
        query: &SearchQuery,
        filter: MessageFilter,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<FoundMessages> {
        self.pay(actor).await?;
        if query.is_empty() {
            return Ok(FoundMessages::default());
        }
        let read = self.store.read();
        let mut wanted = Wanted {
            needles: query.needles(),
            conversations: within(&*read, actor, filter.conversation).await?,
            sender: filter.sender,
            from: filter.from,
            to: filter.to,
            kind: filter.kind,
            before,
        };
        let (mut found, mut next) = (Vec::new(), None);
        for _ in 0..ROUNDS {
            let missing = limit.get() - found.len() as u64;
            let page = Limit::parse(i64::try_from(missing).ok())?;
            let hits = read.search().find(actor.account_id, &wanted, page).await?;
            next = hits.last().map(|hit| hit.no).filter(|_| hits.len() as u64 == missing);
            wanted.before = next;
            found.extend(confirmed(&*read, actor, query, &hits).await?);
            if next.is_none() || found.len() as u64 >= limit.get() {
                break;
            }
        }
        Ok(FoundMessages { items: viewed(&*read, actor, found).await?, next })
    }
}

/// The conversations to name to the index: the one that is asked for, or all of the actor's when they are few.
async fn within(
    read: &dyn Repositories,
    actor: &Actor,
    asked: Option<ConversationId>,
) -> Result<Vec<ConversationId>> {
    if let Some(id) = asked {
        return Ok(vec![id]);
    }
    let ids = read.conversations().ids_of(actor.account_id, None, Limit::parse(Some(NAMED))?).await?;
    Ok(if ids.len() as u64 == NAMED.unsigned_abs() { Vec::new() } else { ids })
}

/// The messages behind the hits that match as they are now, in the order of the hits.
async fn confirmed(
    read: &dyn Repositories,
    actor: &Actor,
    query: &SearchQuery,
    hits: &[Hit],
) -> Result<Vec<(Message, Vec<Range<usize>>)>> {
    if hits.is_empty() {
        return Ok(Vec::new());
    }
    let asked: Vec<_> = hits.iter().map(|hit| (hit.conversation_id, hit.seq)).collect();
    let messages = read.messages().at(&asked).await?;
    let seen = seen(read, actor, messages).await?;
    let mut by_place: HashMap<_, _> =
        seen.into_iter().map(|message| ((message.conversation_id, message.seq), message)).collect();
    let matching = |place: &(ConversationId, i64)| {
        let message: Message = by_place.remove(place)?;
        let places = query.places(&message.body.words())?;
        Some((message, places))
    };
    Ok(asked.iter().filter_map(matching).collect())
}

/// Those that the actor still sees: rights may have changed since the index was asked.
async fn seen(read: &dyn Repositories, actor: &Actor, messages: Vec<Message>) -> Result<Vec<Message>> {
    let mut by_conversation: HashMap<ConversationId, Vec<Message>> = HashMap::new();
    for message in messages {
        by_conversation.entry(message.conversation_id).or_default().push(message);
    }
    let mut seen = Vec::new();
    for (id, messages) in by_conversation {
        if let Some(member) = member(read, actor, id).await? {
            seen.extend(Eyes::seen(read, &member, messages).await?);
        }
    }
    Ok(seen)
}

async fn member(read: &dyn Repositories, actor: &Actor, id: ConversationId) -> Result<Option<Membership>> {
    let found = read.conversations().find_for(actor.account_id, id).await?;
    Ok(found.map(|(_, member)| member))
}

async fn viewed(
    read: &dyn Repositories,
    actor: &Actor,
    found: Vec<(Message, Vec<Range<usize>>)>,
) -> Result<Vec<FoundMessage>> {
    let (messages, places): (Vec<Message>, Vec<_>) = found.into_iter().unzip();
    let mut first: HashMap<ConversationId, i64> = HashMap::new();
    for message in &messages {
        if let Entry::Vacant(entry) = first.entry(message.conversation_id) {
            let member = member(read, actor, message.conversation_id).await?;
            // Who left this moment sees no quote.
            entry.insert(member.map_or(i64::MAX, |member| member.first_visible()));
        }
    }
    let mut views = message_views(read, messages).await?;
    cut_quotes(read, actor.account_id, &first, &mut views).await?;
    Ok(views.into_iter().zip(places).map(|(view, places)| FoundMessage { view, places }).collect())
}
