use std::collections::HashMap;

use kamachat_domain::{
    Limit,
    contacts::pair_key,
    conversations::{Conversation, ConversationKind, Membership},
    groups::GroupInfo,
    ids::{ConversationId, MessageId},
};

use super::{ConversationView, Conversations, HeadView, ListCursor};
use crate::{
    Actor, Error, Result,
    accounts::profiles,
    groups::in_order,
    messages::{MessageView, hidden_among, make_own, message_views},
    store::Repositories,
};

impl Conversations {
    /// The actor's conversations, newest activity first.
    pub async fn list(
        &self,
        actor: &Actor,
        after: Option<ListCursor>,
        limit: Limit,
    ) -> Result<Vec<ConversationView>> {
        let read = self.store.read();
        let rows = read.conversations().list_for(actor.account_id, after, limit).await?;
        views(&*read, actor, rows).await
    }

    /// One conversation of the actor.
    pub async fn get(&self, actor: &Actor, id: ConversationId) -> Result<ConversationView> {
        let read = self.store.read();
        let row = read.conversations().find_for(actor.account_id, id).await?.ok_or(Error::NotFound)?;
        views(&*read, actor, vec![row]).await?.pop().ok_or(Error::NotFound)
    }

    /// The numbers of the actor's conversations, newest activity first.
    pub async fn heads(
        &self,
        actor: &Actor,
        after: Option<ListCursor>,
        limit: Limit,
    ) -> Result<Vec<HeadView>> {
        let read = self.store.read();
        let rows = read.conversations().list_for(actor.account_id, after, limit).await?;
        let peers = peers(&*read, actor, &rows).await?;
        let view = |(head, membership): (Conversation, Membership)| {
            let (peer_read_seq, peer_delivered_seq) = peer_cursors(&peers, head.id);
            HeadView { head, membership, peer_read_seq, peer_delivered_seq }
        };
        Ok(rows.into_iter().map(view).collect())
    }

    /// Unread messages over the conversations that are in the list and not silent.
    pub async fn total_unread(&self, actor: &Actor) -> Result<i64> {
        Ok(self.store.read().conversations().total_unread(actor.account_id).await?)
    }
}

async fn views(
    read: &dyn Repositories,
    actor: &Actor,
    rows: Vec<(Conversation, Membership)>,
) -> Result<Vec<ConversationView>> {
    let peers = peers(read, actor, &rows).await?;
    let mut groups = groups(read, &rows).await?;
    let faces = groups.values().flat_map(|info| info.faces.iter().copied());
    let ids: Vec<_> =
        peers.values().map(|peer| peer.account_id).chain(faces).chain([actor.account_id]).collect();
    let people = profiles(read, &ids).await?;
    let mut last = last_messages(read, actor, &rows).await?;
    let view = |(head, membership): (Conversation, Membership)| {
        let (peer_read_seq, peer_delivered_seq) = peer_cursors(&peers, head.id);
        let other = peers.get(&head.id).map(|peer| peer.account_id);
        // Whoever writes to himself is his own peer.
        let alone = head.direct_key == Some(pair_key(actor.account_id, actor.account_id));
        let other = other.or_else(|| alone.then_some(actor.account_id));
        ConversationView {
            peer: other.and_then(|other| people.get(&other)).cloned(),
            peer_read_seq,
            peer_delivered_seq,
            last_message: last.remove(&head.id),
            group: groups.remove(&head.id).map(|info| {
                let faces = in_order(&people, &info.faces);
                (info, faces)
            }),
            head,
            membership,
        }
    };
    Ok(rows.into_iter().map(view).collect())
}

async fn peers(
    read: &dyn Repositories,
    actor: &Actor,
    rows: &[(Conversation, Membership)],
) -> Result<HashMap<ConversationId, Membership>> {
    let direct: Vec<ConversationId> =
        rows.iter().filter(|(head, _)| head.direct_key.is_some()).map(|(head, _)| head.id).collect();
    if direct.is_empty() {
        return Ok(HashMap::new());
    }
    let peers = read.conversations().peers(actor.account_id, &direct).await?;
    Ok(peers.into_iter().map(|peer| (peer.conversation_id, peer)).collect())
}

async fn groups(
    read: &dyn Repositories,
    rows: &[(Conversation, Membership)],
) -> Result<HashMap<ConversationId, GroupInfo>> {
    let is_group = |head: &Conversation| head.kind == ConversationKind::Group;
    let ids: Vec<ConversationId> =
        rows.iter().filter(|(head, _)| is_group(head)).map(|(head, _)| head.id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let infos = read.groups().infos(&ids).await?;
    Ok(infos.into_iter().map(|info| (info.id, info)).collect())
}

fn peer_cursors(peers: &HashMap<ConversationId, Membership>, id: ConversationId) -> (i64, i64) {
    peers.get(&id).map_or((0, 0), |peer| (peer.shown_read_seq(), peer.delivered_seq))
}

/// The newest message of each row that the member may see.
async fn last_messages(
    read: &dyn Repositories,
    actor: &Actor,
    rows: &[(Conversation, Membership)],
) -> Result<HashMap<ConversationId, MessageView>> {
    let visible = rows.iter().filter(|(head, member)| head.last_seq >= member.first_visible());
    let ids: Vec<MessageId> = visible.filter_map(|(head, _)| head.last_message_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut messages = read.messages().find_many(&ids).await?;
    let hidden = hidden_among(read, actor.account_id, &messages).await?;
    let from: HashMap<ConversationId, i64> =
        rows.iter().map(|(head, member)| (head.id, member.first_visible())).collect();
    messages.retain(|message| !hidden.contains(&(message.conversation_id, message.seq)));
    for (id, _) in hidden {
        let from = from.get(&id).copied().unwrap_or(i64::MAX);
        messages.extend(read.messages().newest_shown(actor.account_id, id, from).await?);
    }
    let mut views = message_views(read, messages).await?;
    make_own(read, actor.account_id, &from, &mut views).await?;
    Ok(views.into_iter().map(|view| (view.message.conversation_id, view)).collect())
}
