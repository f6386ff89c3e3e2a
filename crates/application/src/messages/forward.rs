//! Sending messages on to other conversations.

use std::sync::Arc;

use futures_channel::oneshot;
use kamachat_domain::{
    ids::{ClientMsgId, ConversationId},
    messages::{Body, MergedItem, MessageError, Refs, copy_id},
};

use super::{
    Incoming, MessageView, Messages, Outcome, Reply,
    changes::{Eyes, own_views},
};
use crate::{
    Actor, Error, Result,
    ports::{Budget, Subject, Submission},
    store::Repositories,
};

/// What is sent on where.
#[derive(Clone, Debug)]
pub struct Forward {
    /// The originals, in the order in which they are sent on.
    pub originals: Vec<(ConversationId, i64)>,
    pub to: Vec<ConversationId>,
    /// The ids of the copies follow from it, so that a retry sends nothing twice.
    pub client_msg_id: ClientMsgId,
    /// As one message instead of one each.
    pub merged: bool,
}

/// What became of it in one conversation.
#[derive(Clone, Debug)]
pub struct ForwardedTo {
    pub conversation_id: ConversationId,
    pub messages: Vec<Arc<MessageView>>,
    /// Why copies were refused there, if any were.
    pub refused: Option<MessageError>,
}

impl Messages {
    /// Sends messages on and waits for the commits. What is refused in one conversation still goes to the others.
    ///
    /// # Errors
    /// [`Error::NotFound`] when one of the originals is not the actor's to see, was taken back or was written by
    /// the server; [`Error::TooFast`], [`Error::Busy`]: try again with the same id.
    pub async fn forward(&self, actor: &Actor, forward: &Forward) -> Result<Vec<ForwardedTo>> {
        let originals = self.originals(actor, &forward.originals).await?;
        let bodies = if forward.merged {
            vec![merged(&originals)?]
        } else {
            originals.into_iter().map(|view| view.message.body).collect()
        };
        for body in &bodies {
            if let Body::Card(person) = body {
                self.may_show(actor, *person).await?;
            }
        }
        let cost = u32::try_from(bodies.len() * forward.to.len()).unwrap_or(u32::MAX);
        self.limits.take(Budget::Message, &Subject::Session(actor.session_id), cost).await?;
        let mut all = Vec::with_capacity(forward.to.len());
        for to in &forward.to {
            all.push(self.copy(actor, forward.client_msg_id, *to, &bodies).await?);
        }
        Ok(all)
    }

    async fn copy(
        &self,
        actor: &Actor,
        key: ClientMsgId,
        to: ConversationId,
        bodies: &[Body],
    ) -> Result<ForwardedTo> {
        let mut waiting = Vec::with_capacity(bodies.len());
        for (place, body) in bodies.iter().enumerate() {
            let (reply, outcome) = oneshot::channel();
            let reply: Reply = Box::new(move |outcome| drop(reply.send(outcome)));
            let incoming = Incoming {
                conversation_id: to,
                sender_id: actor.account_id,
                client_msg_id: copy_id(key, to, place),
                body: body.clone(),
                refs: Refs { forwarded: true, ..Refs::default() },
                origin: None,
            };
            self.queue.submit(Submission { incoming, reply }).map_err(|_| Error::Busy)?;
            waiting.push(outcome);
        }
        let mut done = ForwardedTo { conversation_id: to, messages: Vec::new(), refused: None };
        for outcome in waiting {
            match outcome.await.map_err(|_| Error::Busy)? {
                Outcome::Stored(message) | Outcome::Duplicate(message) => done.messages.push(message),
                Outcome::Rejected(error) => done.refused = Some(error),
            }
        }
        Ok(done)
    }

    /// The originals as the actor sees them.
    async fn originals(&self, actor: &Actor, places: &[(ConversationId, i64)]) -> Result<Vec<MessageView>> {
        let read = self.store.read();
        let mut ids: Vec<ConversationId> = places.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut seen = Vec::with_capacity(places.len());
        for id in ids {
            let seqs: Vec<i64> = places.iter().filter(|(of, _)| *of == id).map(|(_, seq)| *seq).collect();
            seen.extend(seen_in(&*read, actor, id, &seqs).await?);
        }
        let find = |(id, seq): &(ConversationId, i64)| {
            let is_it = |view: &&MessageView| view.message.conversation_id == *id && view.message.seq == *seq;
            seen.iter().find(is_it).cloned().ok_or(Error::NotFound)
        };
        places.iter().map(find).collect()
    }
}

/// Those of a conversation's messages that the actor sees and that somebody wrote.
async fn seen_in(
    read: &dyn Repositories,
    actor: &Actor,
    id: ConversationId,
    seqs: &[i64],
) -> Result<Vec<MessageView>> {
    let found = read.conversations().find_for(actor.account_id, id).await?;
    let (_, member) = found.ok_or(Error::NotFound)?;
    let mut messages = read.message_changes().by_seqs(id, seqs).await?;
    messages.retain(|message| !matches!(message.body, Body::Deleted | Body::System(_)));
    own_views(read, &member, Eyes::seen(read, &member, messages).await?).await
}

/// All of them as one message; what was merged before comes as its parts, so that all of it is read and found.
fn merged(originals: &[MessageView]) -> Result<Body> {
    let items: Vec<MergedItem> = originals.iter().flat_map(items).collect();
    MergedItem::check(&items)?;
    Ok(Body::Merged(items))
}

fn items(view: &MessageView) -> Vec<MergedItem> {
    let text = match &view.message.body {
        Body::Merged(items) => return items.clone(),
        Body::Card(_) => view.subjects.first().map(|person| person.name.clone()).unwrap_or_default(),
        body => body.text().to_owned(),
    };
    let (sender, kind) = (view.sender.name.clone(), view.message.body.kind());
    vec![MergedItem { sender, kind, text, created_at: view.message.created_at }]
}
