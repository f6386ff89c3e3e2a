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
    let reacted: Vec<&Message> = messages.iter().filter(|m| !m.changes.reactions.0.is_empty()).collect();
    let mut mine: HashMap<i64, Vec<Emoji>> = HashMap::new();
    if let Some(id) = reacted.first().map(|message| message.conversation_id) {
        let seqs: Vec<i64> = reacted.iter().map(|message| message.seq).collect();
        for (seq, emoji) in read.message_changes().reactions_of(member.account_id, id, &seqs).await? {
            mine.entry(seq).or_default().push(emoji);
        }
    }
    let mut views = message_views(read, messages).await?;
    for view in &mut views {
        view.mine = Some(mine.remove(&view.message.seq).unwrap_or_default());
        view.hide_quote_before(member.first_visible());
    }
    Ok(views)
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
