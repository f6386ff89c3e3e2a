//! Who has read a message.

use kamachat_domain::{
    Limit,
    conversations::{Conversation, ConversationKind, MemberState, Membership},
    ids::{AccountId, ConversationId},
};

use super::{Messages, changes::Eyes};
use crate::{
    Actor, Error, Result,
    accounts::{ProfileView, profiles},
    conversations::MemberList,
    groups::{in_order, repository::RosterFilter},
    store::Repositories,
};

/// Who has read a message, as far as they let it be seen.
#[derive(Clone, Debug, Default)]
pub struct ReadersView {
    /// Whether anything is told.
    pub told: bool,
    /// Members besides the sender who may see the message.
    pub of: usize,
    pub readers: Vec<ProfileView>,
}

impl Messages {
    /// Who has read a message of the actor's conversation. Nothing is told in groups with more than
    /// [`MemberList::RECEIPTS`] members, nor to an actor who keeps to himself what he has read.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a message that the actor does not see.
    pub async fn readers(&self, actor: &Actor, id: ConversationId, seq: i64) -> Result<ReadersView> {
        let read = self.store.read();
        let found = read.conversations().find_for(actor.account_id, id).await?;
        let (head, member) = found.ok_or(Error::NotFound)?;
        let message = read.message_changes().by_seqs(id, &[seq]).await?.pop().ok_or(Error::NotFound)?;
        if !Eyes::of(&*read, &member, &[seq]).await?.see(seq) {
            return Err(Error::NotFound);
        }
        if !member.receipts || read.conversations().has_more_members(id, MemberList::RECEIPTS).await? {
            return Ok(ReadersView::default());
        }
        let mut others = others(&*read, &member, &head).await?;
        others.retain(|other| other.account_id != message.sender_id && other.visible_from <= seq);
        let shown = others.iter().filter(|other| other.shown_read_seq() >= seq);
        let ids: Vec<AccountId> = shown.map(|other| other.account_id).collect();
        let people = profiles(&*read, &ids).await?;
        Ok(ReadersView { told: true, of: others.len(), readers: in_order(&people, &ids) })
    }
}

/// The active members of a conversation that is no crowd, the actor included where he is no sender.
async fn others(
    read: &dyn Repositories,
    member: &Membership,
    head: &Conversation,
) -> Result<Vec<Membership>> {
    let filter = RosterFilter { state: MemberState::Active, words: None };
    if head.kind == ConversationKind::Group {
        return Ok(read.groups().roster(head.id, filter, None, Limit::max()).await?);
    }
    let mut both = read.conversations().peers(member.account_id, &[head.id]).await?;
    both.push(member.clone());
    Ok(both)
}
