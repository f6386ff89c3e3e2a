//! The members of a conversation who are told what happens in it.

use std::{collections::HashMap, sync::Arc};

use kamachat_application::conversations::{Member, MemberList};
use kamachat_domain::{
    conversations::MemberState,
    ids::AccountId,
    planted::{self, Defect},
};

use crate::{connection::Connection, registry::Registry};

/// Members, none of them older than a version of the set.
#[derive(Debug)]
pub(crate) struct Audience {
    member_rev: i64,
    has_receipts: bool,
    /// Members ever put in here.
    weight: usize,
    who: Who,
}

#[derive(Debug)]
enum Who {
    /// Everybody.
    All(Vec<Member>),
    Present(Present),
}

/// Of a crowd only those who have sockets here, so that the absent cost nothing, not even a read.
#[derive(Debug)]
struct Present {
    members: HashMap<AccountId, Member>,
    /// Number of the first arrival that was not looked up.
    seen: u64,
}

/// Whether a member may see message `seq`. Whoever left sees what was sent before.
pub(crate) fn may_see(member: &Member, seq: i64) -> bool {
    if planted::is(Defect::DeliveryAfterRemoval) {
        return true;
    }
    let until = match (member.state, member.left_seq) {
        (MemberState::Active, left) => left.unwrap_or(i64::MAX),
        (_, Some(left)) => left,
        // Gone, and nobody knows since when: nothing is safe to show.
        (_, None) => return false,
    };
    (member.visible_from..=until).contains(&seq)
}

impl Audience {
    /// Everybody, or of a crowd those among the accounts that were online when arrival `seen` was the next.
    pub(crate) fn new(list: MemberList, seen: u64) -> Self {
        let MemberList { member_rev, is_whole, has_receipts, members } = list;
        let weight = members.len() + 1;
        let who = if is_whole {
            Who::All(members)
        } else {
            let members = members.into_iter().map(|member| (member.account_id, member)).collect();
            Who::Present(Present { members, seen })
        };
        Self { member_rev, has_receipts, weight, who }
    }

    /// Version of the members.
    pub(crate) fn member_rev(&self) -> i64 {
        self.member_rev
    }

    /// Whether only those are known who are online.
    pub(crate) fn is_crowd(&self) -> bool {
        matches!(self.who, Who::Present(_))
    }

    /// Whether members are told how far the others have read.
    pub(crate) fn has_receipts(&self) -> bool {
        self.has_receipts
    }

    /// What it takes of the memory for all audiences.
    pub(crate) fn weight(&self) -> usize {
        self.weight
    }

    /// Accounts that came online and were not looked up yet, with the number of the next arrival. To be given
    /// to [`Self::arrived`] when they were.
    pub(crate) fn unknown(&self, registry: &Registry) -> (Vec<AccountId>, u64) {
        let Who::Present(present) = &self.who else { return (Vec::new(), 0) };
        let (mut who, next) = registry.arrived_since(present.seen).unwrap_or_else(|| {
            // First the number, then the look: who arrives in between is looked up twice and not missed.
            let next = registry.arrivals_until();
            (registry.accounts_online(), next)
        });
        who.sort_unstable();
        who.dedup();
        who.retain(|account| !present.members.contains_key(account) && registry.is_online(*account));
        (who, next)
    }

    /// Adds the members among those who were unknown; nobody is looked up again until arrival `next`.
    pub(crate) fn arrived(&mut self, members: Vec<Member>, next: u64) {
        let Who::Present(present) = &mut self.who else { return };
        self.weight += members.len();
        present.members.extend(members.into_iter().map(|member| (member.account_id, member)));
        present.seen = next;
    }

    /// Calls `each` with every member that has sockets here, and these sockets.
    pub(crate) fn each_online(
        &mut self,
        registry: &Registry,
        mut each: impl FnMut(&Member, &[Arc<Connection>]),
    ) {
        let mut sockets = Vec::new();
        let mut visit = |member: &Member| {
            sockets.clear();
            let online = registry.of_account(member.account_id, &mut sockets);
            if online {
                each(member, &sockets);
            }
            online
        };
        match &mut self.who {
            Who::All(members) => members.iter().for_each(|member| {
                visit(member);
            }),
            // Who went away is forgotten: coming back he is an arrival.
            Who::Present(present) => present.members.retain(|_, member| visit(member)),
        }
    }

    /// Whether any member has a socket here.
    pub(crate) fn is_online(&mut self, registry: &Registry) -> bool {
        let mut any = false;
        self.each_online(registry, |_, _| any = true);
        any
    }
}

#[cfg(test)]
#[path = "audience_tests.rs"]
mod tests;
