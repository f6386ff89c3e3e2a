//! What the messages of one batch refer to, read under the locks of their conversations.

use std::collections::{BTreeSet, HashMap};

use kamachat_domain::{
    conversations::{Membership, Who},
    ids::{AccountId, ConversationId},
    messages::{Message, MessageError, MessageKind, Refs},
};

use super::Incoming;
use crate::{
    ports::{PortError, Submission},
    store::Repositories,
};

/// Place of a message.
pub(crate) type Place = (ConversationId, i64);

/// Memberships by conversation and account.
pub(super) type Members = HashMap<(ConversationId, AccountId), Membership>;

/// The originals of answers.
pub(crate) type Originals = HashMap<Place, Message>;

/// Originals of answers, and who may speak to everybody.
#[derive(Default)]
pub(super) struct Referred {
    pub(super) originals: Originals,
    to_all: HashMap<ConversationId, Who>,
}

impl Referred {
    pub(super) async fn load(read: &dyn Repositories, batch: &[Submission]) -> Result<Self, PortError> {
        let places =
            batch.iter().filter_map(|s| Some((s.incoming.conversation_id, s.incoming.refs.reply_to?)));
        let originals = originals(read, places).await?;
        let to_all = batch.iter().filter(|s| s.incoming.refs.mentions.all);
        let groups: BTreeSet<ConversationId> = to_all.map(|s| s.incoming.conversation_id).collect();
        let groups: Vec<ConversationId> = groups.into_iter().collect();
        let infos = if groups.is_empty() { Vec::new() } else { read.groups().infos(&groups).await? };
        Ok(Self { originals, to_all: infos.into_iter().map(|info| (info.id, info.mention_all)).collect() })
    }

    /// What of the references is stored. Who is no active member is not mentioned: the text says the name anyway.
    ///
    /// # Errors
    /// [`MessageError::ReplyUnknown`] for a message that the sender cannot see or that nobody wrote,
    /// [`MessageError::MentionAllForbidden`].
    pub(super) fn admit(
        &self,
        incoming: &Incoming,
        member: &Membership,
        members: &Members,
    ) -> Result<Refs, MessageError> {
        let id = incoming.conversation_id;
        let mut refs = incoming.refs.clone();
        if let Some(seq) = refs.reply_to {
            let original = self.originals.get(&(id, seq)).filter(|_| seq >= member.first_visible());
            if original.is_none_or(|original| original.body.kind() == MessageKind::System) {
                return Err(MessageError::ReplyUnknown);
            }
        }
        if refs.mentions.all && !self.to_all.get(&id).is_some_and(|who| who.includes(member.role)) {
            return Err(MessageError::MentionAllForbidden);
        }
        let is_there = |person: &AccountId| members.get(&(id, *person)).is_some_and(Membership::is_active);
        refs.mentions.people.retain(|person| *person != member.account_id && is_there(person));
        Ok(refs)
    }
}

/// The messages at these places, in one query.
pub(crate) async fn originals(
    read: &dyn Repositories,
    places: impl Iterator<Item = Place>,
) -> Result<Originals, PortError> {
    let places: BTreeSet<Place> = places.collect();
    if places.is_empty() {
        return Ok(HashMap::new());
    }
    let places: Vec<Place> = places.into_iter().collect();
    let found = read.messages().at(&places).await?;
    Ok(found.into_iter().map(|message| ((message.conversation_id, message.seq), message)).collect())
}
