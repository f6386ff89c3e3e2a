//! The decisions of one batch, on rows that are locked: who may send, what is a retry, which number is next.

use std::collections::{HashMap, HashSet};

use kamachat_domain::{
    Timestamp,
    conversations::{Conversation, Cursor, Membership, Strangers},
    groups::Alias,
    ids::{AccountId, ConversationId, MessageId},
    messages::{BodyHash, Changes, Message, MessageError, Refs, may_send},
    planted::{self, Defect},
};

use super::{
    Incoming,
    ledger::moved,
    referring::{Members, Originals, Referred},
    repository::MessageKey,
};
use crate::{
    ports::{CursorMove, CursorMoved, PortError},
    store::Transaction,
};

/// What becomes of a message; the number is its place in [`Numbering::message`].
pub(super) enum Verdict {
    New(usize),
    Known(usize),
    Rejected(MessageError),
}

/// Locked heads and memberships, and the messages of the batch: known ones first, then new ones.
pub(super) struct Numbering {
    now: Timestamp,
    strangers: Strangers,
    heads: HashMap<ConversationId, Conversation>,
    members: Members,
    referred: Referred,
    messages: Vec<Message>,
    first_new: usize,
    by_key: HashMap<MessageKey, usize>,
    touched_heads: HashSet<ConversationId>,
    touched_members: HashSet<(ConversationId, AccountId)>,
}

/// A key that was used before. What was recalled has no hash any more, and its retry is no other message.
fn retried(known: &Message, index: usize, body_hash: BodyHash) -> Verdict {
    if known.changes.recalled_by.is_some() || known.body_hash == body_hash {
        Verdict::Known(index)
    } else {
        Verdict::Rejected(MessageError::IdempotencyMismatch)
    }
}

/// What a defect does to the memory of a key.
fn is_forgotten(known: &Message) -> bool {
    planted::is(Defect::NoDedupe) || planted::before(Defect::DedupeInMemory, known.id.as_uuid())
}

impl Numbering {
    pub(super) fn new(
        heads: Vec<Conversation>,
        members: Vec<Membership>,
        known: Vec<Message>,
        now: Timestamp,
        strangers: Strangers,
    ) -> Self {
        let key = |m: &Message| (m.conversation_id, m.sender_id, m.client_msg_id);
        Self {
            now,
            strangers,
            heads: heads.into_iter().map(|head| (head.id, head)).collect(),
            members: members.into_iter().map(|m| ((m.conversation_id, m.account_id), m)).collect(),
            referred: Referred::default(),
            first_new: known.len(),
            by_key: known.iter().enumerate().map(|(index, m)| (key(m), index)).collect(),
            messages: known,
            touched_heads: HashSet::new(),
            touched_members: HashSet::new(),
        }
    }

    /// Knows what the batch refers to.
    pub(super) fn referring(self, referred: Referred) -> Self {
        Self { referred, ..self }
    }

    /// The originals of answers.
    pub(super) fn originals(&self) -> &Originals {
        &self.referred.originals
    }

    /// Decides one message. A retry is recognised before rights are looked at: what was acknowledged once is
    /// never reported as failed, even when its sender has left since.
    pub(super) fn take(&mut self, incoming: &Incoming, id: impl FnOnce() -> MessageId) -> Verdict {
        let key = (incoming.conversation_id, incoming.sender_id, incoming.client_msg_id);
        let body_hash = incoming.refs.hash(&incoming.body);
        let known = self.by_key.get(&key).copied();
        if let Some(index) = known.filter(|index| !is_forgotten(&self.messages[*index])) {
            return retried(&self.messages[index], index, body_hash);
        }
        let member_key = (incoming.conversation_id, incoming.sender_id);
        let refs = match self.admit(incoming) {
            Ok(refs) => refs,
            Err(refused) => return Verdict::Rejected(refused),
        };
        let member = self.members.get_mut(&member_key);
        let (Some(head), Some(member)) = (self.heads.get_mut(&incoming.conversation_id), member) else {
            return Verdict::Rejected(MessageError::NotMember);
        };
        if let Err(refused) = head.approach(member, self.strangers) {
            return Verdict::Rejected(refused);
        }
        let countable = incoming.body.kind().is_countable();
        let id = id();
        head.last_seq += i64::from(planted::now_and_then(Defect::HoleInSeq));
        let numbers = head.number(id, countable, self.now);
        member.sent(countable, self.now);
        if incoming.is_written() {
            member.said();
        }
        self.touched_heads.insert(head.id);
        self.touched_members.insert(member_key);
        if refs.mentions.all {
            head.to_all = Some((numbers.seq, incoming.sender_id));
        }
        self.mark(incoming.conversation_id, &refs, numbers.seq);
        self.by_key.insert(key, self.messages.len());
        self.messages.push(Message {
            id,
            conversation_id: incoming.conversation_id,
            seq: numbers.seq,
            cnt: numbers.cnt,
            rev: None,
            sender_id: incoming.sender_id,
            client_msg_id: known.map_or(incoming.client_msg_id, |_| id.as_uuid().into()),
            body: incoming.body.clone(),
            body_hash,
            refs,
            created_at: numbers.created_at,
            changes: Changes::default(),
        });
        Verdict::New(self.messages.len() - 1)
    }

    /// Whether it may be sent, and what of its references is stored.
    fn admit(&self, incoming: &Incoming) -> Result<Refs, MessageError> {
        let member = self.members.get(&(incoming.conversation_id, incoming.sender_id));
        let (Some(head), Some(member)) = (self.heads.get(&incoming.conversation_id), member) else {
            return Err(MessageError::NotMember);
        };
        may_send(head, member, self.now)?;
        self.referred.admit(incoming, member, &self.members)
    }

    /// Those who are named see the mark.
    fn mark(&mut self, id: ConversationId, refs: &Refs, seq: i64) {
        for person in &refs.mentions.people {
            if let Some(member) = self.members.get_mut(&(id, *person)) {
                member.mention_seq = seq;
                self.touched_members.insert((id, *person));
            }
        }
    }

    /// Moves a cursor forwards; tells the membership afterwards and, if it moved, what to publish.
    pub(super) async fn advance(
        &mut self,
        tx: &dyn Transaction,
        cursor: &CursorMove,
    ) -> Result<(Option<Membership>, Option<CursorMoved>), PortError> {
        let key = (cursor.conversation_id, cursor.account_id);
        let member = self.members.get_mut(&key).filter(|member| member.is_active());
        let (Some(head), Some(member)) = (self.heads.get(&cursor.conversation_id), member) else {
            return Ok((None, None));
        };
        if planted::is(Defect::CursorGoesBack) && cursor.cursor == Cursor::Read {
            member.read_seq = 0;
        }
        let Some(seq) = member.forward(cursor.cursor, cursor.seq, head) else {
            return Ok((Some(member.clone()), None));
        };
        match cursor.cursor {
            Cursor::Delivered => member.deliver_to(seq),
            Cursor::Read if seq == head.last_seq => member.read_to(seq, head.last_cnt, 0),
            Cursor::Read => {
                let cnt = tx.messages().count_at(head.id, seq).await?;
                let own = tx.messages().own_above(head.id, member.account_id, seq).await?;
                member.read_to(seq, cnt, own);
            }
        }
        self.touched_members.insert(key);
        Ok((Some(member.clone()), Some(moved(head, member, cursor, seq))))
    }

    /// What the senders are called in their groups.
    pub(super) fn aliases(&self) -> HashMap<(ConversationId, AccountId), Alias> {
        let alias = |(key, member): (&_, &Membership)| Some((*key, member.alias.clone()?));
        self.members.iter().filter_map(alias).collect()
    }

    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    pub(super) fn message(&self, index: usize) -> &Message {
        &self.messages[index]
    }

    pub(super) fn new_messages(&self) -> &[Message] {
        &self.messages[self.first_new..]
    }

    /// In the order of their ids, as they were locked.
    pub(super) fn touched_heads(&self) -> Vec<Conversation> {
        let mut heads: Vec<_> =
            self.touched_heads.iter().filter_map(|id| self.heads.get(id)).cloned().collect();
        heads.sort_unstable_by_key(|head| head.id);
        heads
    }

    pub(super) fn touched_members(&self) -> Vec<Membership> {
        let mut members: Vec<_> =
            self.touched_members.iter().filter_map(|key| self.members.get(key)).cloned().collect();
        members.sort_unstable_by_key(|member| (member.conversation_id, member.account_id));
        members
    }

    pub(super) fn member_revs(&self) -> HashMap<ConversationId, i64> {
        self.heads.values().map(|head| (head.id, head.member_rev)).collect()
    }
}
