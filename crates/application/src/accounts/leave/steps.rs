//! What somebody left with others, taken away page by page.

use kamachat_domain::{
    Limit,
    conversations::{ConversationKind, ConversationState, MemberSettings},
    ids::{AccountId, ConversationId},
};

use crate::{
    Result,
    feed::{Announcements, FeedKind},
    messages::take_back,
    ports::Bus,
    retry::again,
    store::{Store, Transaction},
};

/// Friend requests that he sent or received.
pub(super) async fn requests(store: &dyn Store, bus: &dyn Bus, account: AccountId) -> Result<()> {
    loop {
        let tx = store.begin().await?;
        let mut page = tx.contacts().requests_of(account, None, Limit::DEFAULT).await?;
        if page.is_empty() {
            return Ok(());
        }
        // In the order of their ids, as all who write several feeds do.
        let other = |from, to| if from == account { to } else { from };
        page.sort_unstable_by_key(|request| other(request.from, request.to));
        let mut news = Announcements::default();
        for request in page {
            tx.contacts().remove_request(request.id).await?;
            let peer = other(request.from, request.to);
            tell(&*tx, &mut news, peer, FeedKind::FriendRequest, request.id.into()).await?;
        }
        tx.commit().await?;
        news.publish(bus);
    }
}

/// Friendships, from both sides.
pub(super) async fn contacts(store: &dyn Store, bus: &dyn Bus, account: AccountId) -> Result<()> {
    loop {
        let tx = store.begin().await?;
        let owners = tx.contacts().owners_of(account, Limit::DEFAULT).await?;
        let mut news = Announcements::default();
        for &owner in &owners {
            tx.contacts().remove(owner, account).await?;
            tell(&*tx, &mut news, owner, FeedKind::Contact, account.into()).await?;
        }
        if owners.is_empty() {
            tx.contacts().remove_all_of(account).await?;
        }
        tx.commit().await?;
        news.publish(bus);
        if owners.is_empty() {
            return Ok(());
        }
    }
}

/// The bodies of his messages; nobody can write to him any more.
pub(super) async fn messages(store: &dyn Store, bus: &dyn Bus, account: AccountId) -> Result<()> {
    let mut after = None;
    loop {
        let page = store.read().conversations().ids_of(account, after, Limit::DEFAULT).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(*last);
        for id in page {
            while !erase_some(store, bus, id, account).await? {}
        }
    }
}

/// One page of a conversation's messages, under the lock that all its writers take; `true` when it was the last.
async fn erase_some(
    store: &dyn Store,
    bus: &dyn Bus,
    id: ConversationId,
    account: AccountId,
) -> Result<bool> {
    let tx = store.begin().await?;
    let Some(mut head) = tx.conversations().lock(&[id]).await?.pop() else { return Ok(true) };
    let page = tx.messages().erasable(id, account, Limit::DEFAULT).await?;
    for &seq in &page {
        head.last_rev += 1;
        tx.messages().erase(id, seq, head.last_rev).await?;
    }
    let mut news = Announcements::default();
    if page.is_empty() {
        if head.kind != ConversationKind::Direct || head.state == ConversationState::Dissolved {
            return Ok(true);
        }
        head.state = ConversationState::Dissolved;
        for mut member in tx.conversations().lock_members(&[(id, account)]).await? {
            member.settings = MemberSettings::default();
            tx.conversations().save_members(&[member]).await?;
        }
        for peer in tx.conversations().peers(account, &[id]).await? {
            tell(&*tx, &mut news, peer.account_id, FeedKind::Conversation, id.into()).await?;
        }
    }
    let at = tx.now().await?;
    tx.conversations().save(&[head], at).await?;
    tx.commit().await?;
    news.publish(bus);
    Ok(page.is_empty())
}

/// What he reacted with to messages of others.
pub(super) async fn reactions(store: &dyn Store, account: AccountId) -> Result<()> {
    loop {
        let page = store.read().message_changes().reacted_by(account, Limit::DEFAULT).await?;
        let Some((id, _)) = page.first().copied() else { return Ok(()) };
        let seqs: Vec<i64> = page.iter().filter(|(other, _)| *other == id).map(|(_, seq)| *seq).collect();
        again(|| take_reactions_back(store, id, &seqs, account)).await?;
    }
}

/// Those at some messages of one conversation.
async fn take_reactions_back(
    store: &dyn Store,
    id: ConversationId,
    seqs: &[i64],
    account: AccountId,
) -> Result<()> {
    let tx = store.begin().await?;
    let mut head = tx.conversations().lock(&[id]).await?.pop();
    let mut messages = tx.message_changes().by_seqs(id, seqs).await?;
    messages.sort_unstable_by_key(|message| message.seq);
    let places: Vec<_> = seqs.iter().map(|seq| (id, *seq)).collect();
    for ((_, seq), emoji) in tx.message_changes().reactions_of(account, &places).await? {
        match messages.iter_mut().find(|message| message.seq == seq) {
            Some(message) => take_back(&*tx, message, account, &emoji).await?,
            None => tx.message_changes().unreact(id, seq, account, &emoji).await?,
        }
    }
    if let Some(head) = &mut head {
        for message in &mut messages {
            message.rev = Some(head.change());
            tx.message_changes().save(message).await?;
        }
        let at = tx.now().await?;
        tx.conversations().save(std::slice::from_ref(head), at).await?;
    }
    Ok(tx.commit().await?)
}

async fn tell(
    tx: &dyn Transaction,
    news: &mut Announcements,
    account: AccountId,
    kind: FeedKind,
    about: uuid::Uuid,
) -> Result<()> {
    let at = tx.now().await?;
    let event = tx.feed().append(account, kind, about, at).await?;
    news.add(account, event);
    Ok(())
}
