//! How a message gets its number. One transaction under the conversations' locks; an answer only after the
//! commit. The same batch may be given again after any failure: stored messages are recognised by their key.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use async_trait::async_trait;
use kamachat_domain::{
    conversations::{Conversation, Cursor, Membership, Strangers},
    ids::{AccountId, ConversationId},
    messages::MessageError,
    planted::{self, Defect},
};

use super::{
    Outcome,
    numbering::{Numbering, Verdict},
    referring::Referred,
    repository::MessageKey,
    view::{Names, named},
};
use crate::{
    accounts::profiles,
    ports::{BatchHandler, Bus, CursorMove, CursorMoved, Ids, NewMessages, PortError, Push, Submission},
    store::{Store, Transaction},
};

/// What one commit did, in the order of what was given.
#[derive(Debug, Default)]
pub struct Stored {
    /// One for each submission.
    pub outcomes: Vec<Outcome>,
    /// One for each cursor: the membership afterwards, and what to tell if it moved.
    pub cursors: Vec<(Option<Membership>, Option<CursorMoved>)>,
    /// Version of the members that the messages were stored under.
    pub member_revs: HashMap<ConversationId, i64>,
}

/// Writes messages and cursors.
pub struct Ledger {
    store: Arc<dyn Store>,
    ids: Arc<dyn Ids>,
    bus: Arc<dyn Bus>,
    strangers: Strangers,
}

impl Ledger {
    #[must_use]
    pub fn new(store: Arc<dyn Store>, ids: Arc<dyn Ids>, bus: Arc<dyn Bus>) -> Self {
        planted::begin(|| ids.next());
        Self { store, ids, bus, strangers: Strangers::default() }
    }

    /// Whether people who are no contacts may write to each other.
    #[must_use]
    pub fn with_strangers(self, strangers: Strangers) -> Self {
        Self { strangers, ..self }
    }

    /// Locks what the batch touches, in the order that all writers keep: conversations, then memberships.
    async fn load(
        &self,
        tx: &dyn Transaction,
        batch: &[Submission],
        cursors: &[CursorMove],
    ) -> Result<Numbering, PortError> {
        let sent = batch.iter().map(|s| (s.incoming.conversation_id, s.incoming.sender_id));
        let moved = cursors.iter().map(|c| (c.conversation_id, c.account_id));
        let named = batch.iter().flat_map(|s| {
            let id = s.incoming.conversation_id;
            s.incoming.refs.mentions.people.iter().map(move |person| (id, *person))
        });
        let members: BTreeSet<(ConversationId, AccountId)> = sent.chain(moved).chain(named).collect();
        let members: Vec<_> = members.into_iter().collect();
        let mut ids: Vec<ConversationId> = members.iter().map(|(id, _)| *id).collect();
        ids.dedup();
        let heads = tx.conversations().lock(&ids).await?;
        let members = tx.conversations().lock_members(&members).await?;
        let keys: BTreeSet<MessageKey> = batch.iter().map(key).collect();
        let keys: Vec<_> = keys.into_iter().collect();
        let known = if keys.is_empty() { Vec::new() } else { tx.messages().by_keys(&keys).await? };
        let referred = Referred::load(tx, batch).await?;
        Ok(Numbering::new(heads, members, known, tx.now().await?, self.strangers).referring(referred))
    }

    async fn outcomes(
        &self,
        tx: &dyn Transaction,
        batch: &[Submission],
        numbering: &Numbering,
        verdicts: Vec<Verdict>,
    ) -> Result<Vec<Outcome>, PortError> {
        let ids = batch.iter().flat_map(|s| named(s.incoming.sender_id, &s.incoming.body, &s.incoming.refs));
        let ids: Vec<AccountId> = ids.chain(numbering.originals().values().map(|m| m.sender_id)).collect();
        let people = profiles(tx, &ids).await.map_err(port)?;
        let (aliases, originals) = (numbering.aliases(), numbering.originals());
        let names = Names { people, aliases };
        let view = |index: usize| Arc::new(names.view(numbering.message(index).clone(), originals));
        Ok(verdicts
            .into_iter()
            .map(|verdict| match verdict {
                Verdict::New(index) => Outcome::Stored(view(index)),
                Verdict::Known(index) => Outcome::Duplicate(view(index)),
                Verdict::Rejected(error) => Outcome::Rejected(error),
            })
            .collect())
    }
}

#[async_trait]
impl BatchHandler for Ledger {
    async fn store(&self, batch: &[Submission], cursors: &[CursorMove]) -> Result<Stored, PortError> {
        let tx = self.store.begin().await?;
        let mut numbering = self.load(&*tx, batch, cursors).await?;
        let verdicts: Vec<Verdict> =
            batch.iter().map(|s| numbering.take(&s.incoming, || self.ids.next().into())).collect();
        if !numbering.new_messages().is_empty() {
            tx.messages().insert(numbering.new_messages()).await.map_err(lost_race)?;
            tx.conversations().save(&numbering.touched_heads(), numbering.now()).await?;
        }
        let mut moves = Vec::with_capacity(cursors.len());
        for cursor in cursors {
            moves.push(numbering.advance(&*tx, cursor).await?);
        }
        let members = numbering.touched_members();
        if !members.is_empty() {
            tx.conversations().save_members(&members).await?;
        }
        let outcomes = self.outcomes(&*tx, batch, &numbering, verdicts).await?;
        if !numbering.new_messages().is_empty() {
            planted::mark(Defect::AckBeforeCommit);
        }
        tx.commit().await?;
        Ok(Stored { outcomes, cursors: moves, member_revs: numbering.member_revs() })
    }

    fn settle(&self, batch: Vec<Submission>, cursors: Vec<CursorMove>, stored: Stored) {
        let mut pushes: Vec<NewMessages> = Vec::new();
        let mut place: HashMap<ConversationId, usize> = HashMap::new();
        for (submission, outcome) in batch.into_iter().zip(stored.outcomes) {
            if let Outcome::Stored(view) = &outcome {
                let conversation_id = view.message.conversation_id;
                let index = *place.entry(conversation_id).or_insert_with(|| {
                    let member_rev = stored.member_revs.get(&conversation_id).copied().unwrap_or_default();
                    pushes.push(NewMessages { conversation_id, member_rev, messages: Vec::new() });
                    pushes.len() - 1
                });
                pushes[index].messages.push((Arc::clone(view), submission.incoming.origin));
            }
            (submission.reply)(outcome);
        }
        for push in pushes {
            self.bus.publish(Push::Messages(push));
        }
        for (cursor, (membership, moved)) in cursors.into_iter().zip(stored.cursors) {
            if let Some(reply) = cursor.reply {
                reply(membership);
            }
            if let Some(moved) = moved {
                self.bus.publish(Push::Cursor(moved));
            }
        }
    }

    async fn bury(&self, submission: Submission, error: PortError) {
        let incoming = &submission.incoming;
        tracing::error!(conversation = %incoming.conversation_id, sender = %incoming.sender_id,
            error = &error as &dyn std::error::Error, "a message cannot be stored");
        let kept = async {
            let tx = self.store.begin().await?;
            tx.messages().bury(incoming, &error.to_string()).await?;
            tx.commit().await
        };
        if let Err(error) = kept.await {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "nor could it be kept as a dead letter"
            );
        }
        (submission.reply)(Outcome::Rejected(MessageError::Unstorable));
    }
}

fn key(submission: &Submission) -> MessageKey {
    let incoming = &submission.incoming;
    (incoming.conversation_id, incoming.sender_id, incoming.client_msg_id)
}

/// A key that appeared between the look-up and the insert: the next try will see it.
fn lost_race(error: PortError) -> PortError {
    match error {
        PortError::Duplicate => PortError::Contention("another writer stored the same message".into()),
        other => other,
    }
}

fn port(error: crate::Error) -> PortError {
    match error {
        crate::Error::Port(error) => error,
        other => PortError::Refused(other.to_string().into()),
    }
}

/// The head that a moved cursor belongs to, for the push.
pub(super) fn moved(head: &Conversation, member: &Membership, cursor: &CursorMove, seq: i64) -> CursorMoved {
    CursorMoved {
        conversation_id: head.id,
        kind: head.kind,
        member_rev: head.member_rev,
        account_id: member.account_id,
        cursor: cursor.cursor,
        seq,
        read_cnt: member.read_cnt,
        own_cnt: member.own_cnt,
        last_seq: head.last_seq,
        last_cnt: head.last_cnt,
        shown: cursor.cursor == Cursor::Delivered || member.receipts,
    }
}
