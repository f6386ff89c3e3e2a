//! The members of a conversation and which of them have sockets here.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use kamachat_application::conversations::{Member, MemberList};
use kamachat_domain::{conversations::MemberState, ids::AccountId};

use crate::{connection::Connection, registry::Registry};

/// Above this many members it is remembered who is online, so that absent members cost nothing.
const CROWD: usize = 64;

/// Members of one version, and who of them to look for.
#[derive(Debug)]
pub(crate) struct Audience {
    list: MemberList,
    crowd: Option<Crowd>,
}

#[derive(Debug)]
struct Crowd {
    index: HashMap<AccountId, usize>,
    online: HashSet<usize>,
    /// Number of the first arrival that was not looked at.
    seen: u64,
}

/// Whether a member may see message `seq`. Whoever left sees what was sent before.
pub(crate) fn may_see(member: &Member, seq: i64) -> bool {
    let until = match (member.state, member.left_seq) {
        (MemberState::Active, left) => left.unwrap_or(i64::MAX),
        (_, Some(left)) => left,
        // Gone, and nobody knows since when: nothing is safe to show.
        (_, None) => return false,
    };
    (member.visible_from..=until).contains(&seq)
}

impl Audience {
    pub(crate) fn new(list: MemberList, registry: &Registry) -> Self {
        let crowd = (list.members.len() > CROWD).then(|| Crowd::new(&list, registry));
        Self { list, crowd }
    }

    /// Version of the members.
    pub(crate) fn member_rev(&self) -> i64 {
        self.list.member_rev
    }

    /// How many members there are, online or not.
    pub(crate) fn len(&self) -> usize {
        self.list.members.len()
    }

    /// How many of them still belong to the conversation.
    pub(crate) fn active(&self) -> usize {
        self.list.members.iter().filter(|member| member.state == MemberState::Active).count()
    }

    /// Calls `each` with every member that has sockets here, and these sockets.
    pub(crate) fn each_online(
        &mut self,
        registry: &Registry,
        mut each: impl FnMut(&Member, &[Arc<Connection>]),
    ) {
        let members = &self.list.members;
        let mut sockets = Vec::new();
        let mut visit = |member: &Member| {
            sockets.clear();
            let online = registry.of_account(member.account_id, &mut sockets);
            if online {
                each(member, &sockets);
            }
            online
        };
        match &mut self.crowd {
            None => members.iter().for_each(|member| {
                visit(member);
            }),
            Some(crowd) => {
                crowd.catch_up(&self.list, registry);
                crowd.online.retain(|index| members.get(*index).is_some_and(&mut visit));
            }
        }
    }

    /// Whether any member has a socket here.
    pub(crate) fn is_online(&mut self, registry: &Registry) -> bool {
        let mut any = false;
        self.each_online(registry, |_, _| any = true);
        any
    }
}

impl Crowd {
    fn new(list: &MemberList, registry: &Registry) -> Self {
        let index = list.members.iter().enumerate().map(|(at, member)| (member.account_id, at)).collect();
        let mut crowd = Self { index, online: HashSet::new(), seen: 0 };
        crowd.look_around(list, registry);
        crowd
    }

    /// Adds those who came online since the last time.
    fn catch_up(&mut self, list: &MemberList, registry: &Registry) {
        match registry.arrived_since(self.seen) {
            Some((who, next)) => {
                self.online.extend(who.iter().filter_map(|account| self.index.get(account)));
                self.seen = next;
            }
            None => self.look_around(list, registry),
        }
    }

    fn look_around(&mut self, list: &MemberList, registry: &Registry) {
        // First the number, then the look: who arrives in between is seen twice and not missed.
        self.seen = registry.arrivals_until();
        let online = |at: &usize| registry.is_online(list.members[*at].account_id);
        self.online = (0..list.members.len()).filter(online).collect();
    }
}

#[cfg(test)]
#[path = "audience_tests.rs"]
mod tests;
