use std::sync::Arc;

use futures_channel::oneshot;
use kamachat_domain::{
    ids::AccountId,
    messages::{Body, MessageError},
};

use super::{Incoming, MessageView, Messages, Outcome, Outgoing, Reply};
use crate::{
    Actor, Error, Result,
    ports::{Budget, Subject, Submission},
};

/// A message that is committed.
#[derive(Clone, Debug)]
pub struct SendOutcome {
    pub message: Arc<MessageView>,
    /// An earlier try stored it.
    pub duplicate: bool,
}

impl Messages {
    /// Sends a message and waits for the commit.
    pub async fn send(&self, actor: &Actor, message: Outgoing) -> Result<SendOutcome> {
        let (reply, outcome) = oneshot::channel();
        let reply: Reply = Box::new(move |outcome| drop(reply.send(outcome)));
        self.submit(actor, message, None, reply).await?;
        // The writer drops a reply only when the server stops: the outcome is unknown, the client retries.
        match outcome.await.map_err(|_| Error::Busy)? {
            Outcome::Stored(message) => Ok(SendOutcome { message, duplicate: false }),
            Outcome::Duplicate(message) => Ok(SendOutcome { message, duplicate: true }),
            Outcome::Rejected(error) => Err(error.into()),
        }
    }

    /// Puts a message into the queue; `reply` is called after the commit or the refusal.
    ///
    /// # Errors
    /// [`Error::TooFast`] when this session sends too much, [`Error::Busy`] when the queue is full; `reply` is not called then.
    pub async fn submit(
        &self,
        actor: &Actor,
        message: Outgoing,
        origin: Option<u64>,
        reply: Reply,
    ) -> Result<()> {
        self.limits.take(Budget::Message, &Subject::Session(actor.session_id), 1).await?;
        let Outgoing { conversation_id, client_msg_id, body, refs } = message;
        if let Body::Card(person) = &body {
            self.may_show(actor, *person).await?;
        }
        let incoming =
            Incoming { conversation_id, sender_id: actor.account_id, client_msg_id, body, refs, origin };
        self.queue.submit(Submission { incoming, reply }).map_err(|_| Error::Busy)
    }

    /// A card names somebody whom its sender can see.
    pub(super) async fn may_show(&self, actor: &Actor, person: AccountId) -> Result<()> {
        let read = self.store.read();
        let found = read.accounts().find(person).await?.filter(|account| account.is_active());
        let keeps_away = read.blocks().between(actor.account_id, person).await?.contains(&person);
        if found.is_none() || keeps_away {
            return Err(MessageError::CardUnknown.into());
        }
        Ok(())
    }
}
