//! Messages as one member sees them: without those that he deleted for himself, and with his own reactions.

use std::collections::{HashMap, HashSet};

use kamachat_domain::{
    conversations::Membership,
    ids::{AccountId, ConversationId},
    messages::{Emoji, Message},
};

use crate::{
    Result,
    messages::{MessageView, message_views},
    store::Repositories,
};

/// What a member sees of some messages of a conversation.
pub(crate) struct Eyes {
    first: i64,
    hidden: HashSet<i64>,
}

impl Eyes {
    /// Looks up which of `seqs` the member deleted for himself.
    pub(crate) async fn of(read: &dyn Repositories, member: &Membership, seqs: &[i64]) -> Result<Self> {
        let (id, who) = (member.conversation_id, member.account_id);
        let asked: Vec<_> = seqs.iter().map(|seq| (id, *seq)).collect();
        let hidden = read.message_changes().hidden(who, &asked).await?;
        Ok(Self { first: member.first_visible(), hidden: hidden.into_iter().map(|(_, seq)| seq).collect() })
    }

    /// Drops what the member does not see.
    pub(crate) async fn seen(
        read: &dyn Repositories,
        member: &Membership,
        mut messages: Vec<Message>,
    ) -> Result<Vec<Message>> {
        let seqs: Vec<i64> = messages.iter().map(|message| message.seq).collect();
        let eyes = Self::of(read, member, &seqs).await?;
        messages.retain(|message| eyes.see(message.seq));
        Ok(messages)
    }

    pub(crate) fn see(&self, seq: i64) -> bool {
        seq >= self.first && !self.hidden.contains(&seq)
    }
}

/// Messages of one conversation with their people and the reader's own reactions, keeping the order.
pub(crate) async fn own_views(
    read: &dyn Repositories,
    member: &Membership,
    messages: Vec<Message>,
) -> Result<Vec<MessageView>> {
    let mut views = message_views(read, messages).await?;
    let first = HashMap::from([(member.conversation_id, member.first_visible())]);
    make_own(read, member.account_id, &first, &mut views).await?;
    Ok(views)
}

/// Makes views that are for all into what a reader sees, with `first` as in [`cut_quotes`].
pub(crate) async fn make_own(
    read: &dyn Repositories,
    who: AccountId,
    first: &HashMap<ConversationId, i64>,
    views: &mut [MessageView],
) -> Result<()> {
    let place = |view: &MessageView| (view.message.conversation_id, view.message.seq);
    let reacted = views.iter().filter(|view| !view.message.changes.reactions.0.is_empty());
    let reacted: Vec<_> = reacted.map(place).collect();
    let mut mine: HashMap<(ConversationId, i64), Vec<Emoji>> = HashMap::new();
    for (place, emoji) in read.message_changes().reactions_of(who, &reacted).await? {
        mine.entry(place).or_default().push(emoji);
    }
    for view in views.iter_mut() {
        view.mine = Some(mine.remove(&place(view)).unwrap_or_default());
    }
    cut_quotes(read, who, first, views).await
}

/// Empties the quotes of what a reader does not see: what was before his `first` message of a conversation, and
/// what he deleted for himself. One query, and none without quotes.
pub(crate) async fn cut_quotes(
    read: &dyn Repositories,
    who: AccountId,
    first: &HashMap<ConversationId, i64>,
    views: &mut [MessageView],
) -> Result<()> {
    let quoted = |view: &MessageView| Some((view.message.conversation_id, view.quoted_seq()?));
    let places: Vec<_> = views.iter().filter_map(quoted).collect();
    let hidden: HashSet<_> = read.message_changes().hidden(who, &places).await?.into_iter().collect();
    let sees = |place: &(ConversationId, i64)| {
        first.get(&place.0).is_some_and(|first| *first <= place.1) && !hidden.contains(place)
    };
    for view in views {
        if quoted(view).is_some_and(|place| !sees(&place)) {
            view.hide_quote();
        }
    }
    Ok(())
}

/// Which of these messages of several conversations somebody deleted for himself; none without a query.
pub(crate) async fn hidden_among(
    read: &dyn Repositories,
    who: AccountId,
    messages: &[Message],
) -> Result<HashSet<(ConversationId, i64)>> {
    let asked: Vec<_> = messages.iter().map(|message| (message.conversation_id, message.seq)).collect();
    Ok(read.message_changes().hidden(who, &asked).await?.into_iter().collect())
}
