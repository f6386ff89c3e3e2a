//! Who is told about a conversation; for fan-out, which acts for nobody.

use std::collections::HashSet;

use kamachat_domain::{
    conversations::MemberState,
    ids::{AccountId, ConversationId},
};

use super::{Conversations, Member, repository::ConversationRepository};
use crate::Result;

/// Members of a conversation, none of them older than a version of the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberList {
    pub member_rev: i64,
    /// Whether nobody is missing. Otherwise there are only those who were asked for.
    pub is_whole: bool,
    /// Whether the active members are few enough to be told how far the others have read.
    pub has_receipts: bool,
    /// Those who are or were members.
    pub members: Vec<Member>,
}

impl MemberList {
    /// Up to so many, former ones included, all members are loaded.
    pub const FEW: u64 = 256;
    /// In groups with more active members nobody is told who has read what.
    pub const RECEIPTS: u64 = 200;
}

impl Conversations {
    /// All members if they are few; of many none, see [`Self::members_among`].
    pub async fn members(&self, id: ConversationId) -> Result<Option<MemberList>> {
        let read = self.store.read();
        let repository = read.conversations();
        // The version first: members that are newer than it are only loaded once more.
        let Some(member_rev) = repository.member_rev(id).await? else { return Ok(None) };
        let members = repository.some_members(id, MemberList::FEW + 1).await?;
        if members.len() as u64 > MemberList::FEW {
            return self.members_among(id, &[]).await;
        }
        let active = members.iter().filter(|member| member.state == MemberState::Active).count();
        let has_receipts = active as u64 <= MemberList::RECEIPTS;
        Ok(Some(MemberList { member_rev, is_whole: true, has_receipts, members }))
    }

    /// Those of `accounts` who are or were members. What it costs depends on the fewer of both.
    pub async fn members_among(
        &self,
        id: ConversationId,
        accounts: &[AccountId],
    ) -> Result<Option<MemberList>> {
        let read = self.store.read();
        let repository = read.conversations();
        let Some(member_rev) = repository.member_rev(id).await? else { return Ok(None) };
        let has_receipts = !repository.has_more_members(id, MemberList::RECEIPTS).await?;
        let members = among(repository, id, accounts).await?;
        Ok(Some(MemberList { member_rev, is_whole: false, has_receipts, members }))
    }
}

async fn among(
    repository: &dyn ConversationRepository,
    id: ConversationId,
    accounts: &[AccountId],
) -> Result<Vec<Member>> {
    let most = accounts.len() as u64;
    if most > MemberList::FEW {
        let mut members = repository.some_members(id, most + 1).await?;
        if members.len() as u64 <= most {
            let wanted: HashSet<&AccountId> = accounts.iter().collect();
            members.retain(|member| wanted.contains(&member.account_id));
            return Ok(members);
        }
    }
    Ok(repository.members_among(id, accounts).await?)
}
