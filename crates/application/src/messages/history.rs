use kamachat_domain::{
    Limit,
    conversations::{Conversation, Membership},
    ids::ConversationId,
    messages::Message,
    planted::{self, Defect},
};

use super::{
    MessageView, Messages,
    changes::{Eyes, own_views},
    view::message_views,
};
use crate::{Actor, Error, Result, store::Repositories};

/// Which part of a conversation to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The newest.
    Latest,
    /// Strictly older than this number.
    Before(i64),
    /// Strictly newer than this number.
    After(i64),
    /// Half of the page on each side of this number, which is included.
    Around(i64),
}

/// Part of a conversation, ascending.
#[derive(Clone, Debug)]
pub struct HistoryPage {
    pub messages: Vec<MessageView>,
    /// Where to go on in the direction of reading (older, except after [`Window::After`]); `None` at the end.
    pub next: Option<i64>,
}

/// The answer to a pull by number.
#[derive(Clone, Debug)]
pub struct Pulled {
    pub from: i64,
    pub to: i64,
    pub messages: Vec<MessageView>,
    /// Numbers that will never come, as inclusive ranges.
    pub unavailable: Vec<(i64, i64)>,
}

impl Messages {
    /// A page of a conversation of the actor.
    pub async fn history(
        &self,
        actor: &Actor,
        conversation: ConversationId,
        window: Window,
        limit: Limit,
    ) -> Result<HistoryPage> {
        let read = self.store.read();
        let (head, member) = visible(&*read, actor, conversation).await?;
        let (first, last) = (member.first_visible().max(1), head.last_seq);
        let messages = load(&*read, conversation, (first, last), window, limit).await?;
        let next = match window {
            Window::After(_) => messages.last().map(|m| m.seq).filter(|&seq| seq < last),
            _ => messages.first().map(|m| m.seq).filter(|&seq| seq > first),
        };
        let messages = Eyes::seen(&*read, &member, messages).await?;
        Ok(HistoryPage { messages: own_views(&*read, &member, messages).await?, next })
    }

    /// The messages `from..=to` that the actor may see, and which of the numbers will never come.
    pub async fn pull(
        &self,
        actor: &Actor,
        conversation: ConversationId,
        from: i64,
        to: i64,
    ) -> Result<Pulled> {
        let read = self.store.read();
        let (head, member) = visible(&*read, actor, conversation).await?;
        let first = from.max(member.first_visible());
        let last = to.min(head.last_seq);
        let mut messages = read.messages().ascending(conversation, first, last, Limit::max()).await?;
        if planted::is(Defect::TruncatedPage) && messages.len() > 1 {
            messages.pop();
        }
        // A page that hit the limit says nothing about what comes after it.
        let covered = if messages.len() as u64 == Limit::max().get() {
            messages.last().map_or(last, |m| m.seq)
        } else {
            last
        };
        let messages = Eyes::seen(&*read, &member, messages).await?;
        let unavailable = holes(&messages, from, covered);
        let messages = own_views(&*read, &member, messages).await?;
        Ok(Pulled { from, to: covered, messages, unavailable })
    }

    /// The newest message and the version of the members; for the sweeper, which acts for nobody.
    pub async fn newest(&self, conversation: ConversationId) -> Result<Option<(i64, MessageView)>> {
        let read = self.store.read();
        let newest = read.messages().descending(conversation, 1, i64::MAX, Limit::parse(Some(1))?).await?;
        let view = message_views(&*read, newest).await?.pop();
        // The version last: it must not be older than the one that the message was stored under.
        let member_rev = read.conversations().member_rev(conversation).await?;
        Ok(member_rev.zip(view))
    }
}

async fn visible(
    read: &dyn Repositories,
    actor: &Actor,
    id: ConversationId,
) -> Result<(Conversation, Membership)> {
    read.conversations().find_for(actor.account_id, id).await?.ok_or(Error::NotFound)
}

async fn load(
    read: &dyn Repositories,
    id: ConversationId,
    (first, last): (i64, i64),
    window: Window,
    limit: Limit,
) -> Result<Vec<Message>> {
    let messages = read.messages();
    let older = async |to: i64, limit: Limit| {
        let mut page = messages.descending(id, first, to.min(last), limit).await?;
        page.reverse();
        Ok::<_, Error>(page)
    };
    match window {
        Window::Latest => older(last, limit).await,
        Window::Before(seq) => older(seq.saturating_sub(1), limit).await,
        Window::After(seq) => {
            Ok(messages.ascending(id, first.max(seq.saturating_add(1)), last, limit).await?)
        }
        Window::Around(seq) => {
            let half = i64::try_from(limit.get()).unwrap_or(1) / 2;
            let mut page = older(seq, Limit::parse(Some((half + 1).min(200)))?).await?;
            if half > 0 {
                let from = first.max(seq.saturating_add(1));
                page.extend(messages.ascending(id, from, last, Limit::parse(Some(half))?).await?);
            }
            Ok(page)
        }
    }
}

/// The numbers of `from..=to` that are not among `messages`, as ranges.
fn holes(messages: &[Message], from: i64, to: i64) -> Vec<(i64, i64)> {
    let mut holes = Vec::new();
    let mut next = from;
    for message in messages {
        if message.seq > next {
            holes.push((next, message.seq - 1));
        }
        next = message.seq + 1;
    }
    if next <= to {
        holes.push((next, to));
    }
    holes
}
