//! Whose presence is shown where: per socket a bounded list, per person those who look.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use bytes::Bytes;
use kamachat_application::accounts::presence::PresenceView;
use kamachat_domain::{Timestamp, accounts::PresenceState, ids::AccountId};
use kamachat_protocol::frames::ServerFrame;

use crate::{connection::Connection, frame};

/// What a socket was told about somebody.
type Seen = (PresenceState, Option<Timestamp>);

/// What somebody looks like to whom he does not show himself.
const HIDDEN: Seen = (PresenceState::Offline, None);

#[derive(Debug)]
struct Watcher {
    connection: Arc<Connection>,
    told: Option<Seen>,
}

#[derive(Debug, Default)]
struct Lists {
    subjects: HashMap<AccountId, HashMap<u64, Watcher>>,
    of_socket: HashMap<u64, Vec<AccountId>>,
}

/// The lists of this node.
#[derive(Debug, Default)]
pub(crate) struct Watching(Mutex<Lists>);

impl Watching {
    /// From now on `connection` shows these people and nobody else.
    pub(crate) fn watch(&self, connection: &Arc<Connection>, mut subjects: Vec<AccountId>) {
        subjects.sort_unstable();
        subjects.dedup();
        let mut lists = self.lists();
        lists.forget(connection.id);
        for subject in &subjects {
            let watcher = Watcher { connection: Arc::clone(connection), told: None };
            lists.subjects.entry(*subject).or_default().insert(connection.id, watcher);
        }
        if !subjects.is_empty() {
            lists.of_socket.insert(connection.id, subjects);
        }
    }

    /// The socket is gone.
    pub(crate) fn leave(&self, connection: &Connection) {
        self.lists().forget(connection.id);
    }

    /// The accounts that look at somebody.
    pub(crate) fn viewers(&self, subject: AccountId) -> Vec<AccountId> {
        let lists = self.lists();
        let watchers = lists.subjects.get(&subject).into_iter().flat_map(HashMap::values);
        let viewers: HashSet<AccountId> = watchers.map(|watcher| watcher.connection.account_id).collect();
        viewers.into_iter().collect()
    }

    /// Everybody who is looked at.
    pub(crate) fn subjects(&self) -> Vec<AccountId> {
        self.lists().subjects.keys().copied().collect()
    }

    /// Tells a socket what was read for its list, except where newer news came meanwhile.
    pub(crate) fn tell_first(&self, connection: &Connection, views: &[PresenceView]) {
        let mut lists = self.lists();
        for view in views {
            let watcher =
                lists.subjects.get_mut(&view.account_id).and_then(|all| all.get_mut(&connection.id));
            if let Some(watcher) = watcher.filter(|watcher| watcher.told.is_none()) {
                let seen = (view.state, view.last_seen_at);
                watcher.told = Some(seen);
                watcher.connection.news(encode(view.account_id, seen));
            }
        }
    }

    /// Tells all who look at `subject`: those in `allowed` what there is to see, the others nothing more. Each
    /// of the two frames is encoded once.
    pub(crate) fn tell(&self, subject: AccountId, seen: Option<(&PresenceView, &HashSet<AccountId>)>) {
        let shown = seen.map(|(view, _)| (view.state, view.last_seen_at)).unwrap_or(HIDDEN);
        let (mut visible, mut hidden): (Option<Bytes>, Option<Bytes>) = (None, None);
        let mut lists = self.lists();
        let watchers = lists.subjects.get_mut(&subject).into_iter().flat_map(HashMap::values_mut);
        for watcher in watchers {
            let may = seen.is_some_and(|(_, allowed)| allowed.contains(&watcher.connection.account_id));
            // Who never saw anything learns nothing, not even that there is nothing to see.
            if !may && watcher.told.is_none() {
                continue;
            }
            let (now, bytes) = if may { (shown, &mut visible) } else { (HIDDEN, &mut hidden) };
            if watcher.told != Some(now) {
                watcher.told = Some(now);
                watcher.connection.news(bytes.get_or_insert_with(|| encode(subject, now)).clone());
            }
        }
    }

    fn lists(&self) -> MutexGuard<'_, Lists> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lists {
    fn forget(&mut self, socket: u64) {
        for subject in self.of_socket.remove(&socket).into_iter().flatten() {
            if let Some(all) = self.subjects.get_mut(&subject) {
                all.remove(&socket);
                if all.is_empty() {
                    self.subjects.remove(&subject);
                }
            }
        }
    }
}

fn encode(user_id: AccountId, (state, last_seen_at): Seen) -> Bytes {
    frame::text(&ServerFrame::Presence { user_id, state, last_seen_at })
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use kamachat_application::Actor;
    use kamachat_domain::accounts::Role;
    use uuid::Uuid;

    use super::*;
    use crate::{options::Options, outbox::Limits};

    fn socket(id: u64, account: u128) -> Arc<Connection> {
        let actor = Actor {
            account_id: Uuid::from_u128(account).into(),
            session_id: Uuid::from_u128(id.into()).into(),
            role: Role::User,
        };
        let connection = Connection::new(id, &actor, Limits::from(&Options::default()), 0);
        connection.hold();
        connection.release();
        Arc::new(connection)
    }

    /// What a socket was told since the last look.
    fn told(connection: &Connection) -> String {
        match connection.poll_output(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Some(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
            _ => String::new(),
        }
    }

    fn view(account: AccountId, state: PresenceState) -> PresenceView {
        PresenceView { account_id: account, state, last_seen_at: None }
    }

    #[test]
    fn those_who_may_are_told_once_and_those_who_may_not_never() {
        let watching = Watching::default();
        let (friend, stranger) = (socket(1, 10), socket(2, 20));
        let subject = Uuid::from_u128(99).into();
        watching.watch(&friend, vec![subject, subject]);
        watching.watch(&stranger, vec![subject]);
        assert_eq!(watching.viewers(subject).len(), 2);
        let allowed = HashSet::from([friend.account_id]);
        let online = view(subject, PresenceState::Online);
        watching.tell(subject, Some((&online, &allowed)));
        watching.tell(subject, Some((&online, &allowed)));
        watching.tell_first(&friend, &[view(subject, PresenceState::Offline)]);
        let frames = told(&friend);
        assert_eq!(
            (frames.matches("presence").count(), frames.matches("online").count()),
            (1, 1),
            "{frames}"
        );
        assert_eq!(told(&stranger), "");
        watching.tell(subject, Some((&online, &HashSet::new())));
        assert!(told(&friend).contains(r#""state":"offline","last_seen_at":null"#));
        assert_eq!(told(&stranger), "");
    }

    #[test]
    fn another_list_replaces_the_first_and_a_socket_that_left_is_forgotten() {
        let watching = Watching::default();
        let connection = socket(1, 10);
        let [a, b]: [AccountId; 2] = [1, 2].map(|n| Uuid::from_u128(n).into());
        watching.watch(&connection, vec![a]);
        watching.watch(&connection, vec![b]);
        assert_eq!(watching.subjects(), [b]);
        watching.leave(&connection);
        watching.leave(&connection);
        assert!(watching.subjects().is_empty() && watching.viewers(b).is_empty());
    }
}
