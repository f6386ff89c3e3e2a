//! Which sockets are open on this node, by account and by session.

use std::{
    collections::{HashMap, VecDeque},
    hash::{BuildHasher, RandomState},
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use kamachat_domain::{
    accounts::Activity,
    ids::{AccountId, SessionId},
};

use crate::connection::Connection;

const SHARDS: usize = 64;
/// Accounts that came online and are remembered for those who keep lists of who is.
const ARRIVALS: usize = 4096;

/// The account has as many sockets as it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMany;

/// Open sockets. Locks are held for a look-up, never while something is pushed or awaited.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    accounts: Sharded<AccountId, Entry>,
    sessions: Sharded<SessionId, Vec<Arc<Connection>>>,
    arrivals: Mutex<Arrivals>,
    open: AtomicUsize,
}

#[derive(Debug, Default)]
struct Entry {
    /// Sockets whose transport still is there, those included that are closing.
    open: usize,
    connections: Vec<Arc<Connection>>,
}

#[derive(Debug)]
struct Sharded<K, V> {
    hasher: RandomState,
    shards: Vec<RwLock<HashMap<K, V>>>,
}

/// A place among the sockets of an account; dropping it frees the place.
#[derive(Debug)]
pub(crate) struct Slot {
    registry: Arc<Registry>,
    account_id: AccountId,
}

#[derive(Debug, Default)]
struct Arrivals {
    /// Number of the next arrival.
    next: u64,
    last: VecDeque<AccountId>,
}

impl Registry {
    /// Takes a place for a socket of `account`.
    pub(crate) fn reserve(self: &Arc<Self>, account: AccountId, most: usize) -> Result<Slot, TooMany> {
        self.accounts.write(&account, |shard| {
            let entry = shard.entry(account).or_default();
            if entry.open >= most {
                return Err(TooMany);
            }
            entry.open += 1;
            Ok(())
        })?;
        self.open.fetch_add(1, Ordering::Relaxed);
        Ok(Slot { registry: Arc::clone(self), account_id: account })
    }

    /// From now on `connection` is found.
    pub(crate) fn join(&self, connection: &Arc<Connection>) {
        let account = connection.account_id;
        let first = self.accounts.write(&account, |shard| {
            let all = &mut shard.entry(account).or_default().connections;
            all.push(Arc::clone(connection));
            all.len() == 1
        });
        let session = connection.session_id;
        self.sessions.write(&session, |shard| shard.entry(session).or_default().push(Arc::clone(connection)));
        if first {
            self.arrivals().arrive(account);
        }
    }

    /// From now on `connection` is not found. Doing it again changes nothing.
    pub(crate) fn leave(&self, connection: &Connection) {
        let (account, session) = (connection.account_id, connection.session_id);
        self.accounts.write(&account, |shard| {
            if let Some(entry) = shard.get_mut(&account) {
                entry.connections.retain(|other| other.id != connection.id);
            }
        });
        self.sessions.write(&session, |shard| {
            if let Some(all) = shard.get_mut(&session) {
                all.retain(|other| other.id != connection.id);
                if all.is_empty() {
                    shard.remove(&session);
                }
            }
        });
    }

    /// Adds the sockets of an account to `out`; whether there are any.
    pub(crate) fn of_account(&self, account: AccountId, out: &mut Vec<Arc<Connection>>) -> bool {
        self.accounts.read(&account, |shard| {
            let Some(entry) = shard.get(&account) else { return false };
            out.extend(entry.connections.iter().cloned());
            !entry.connections.is_empty()
        })
    }

    /// What the sockets of an account on this node say together.
    pub(crate) fn activity(&self, account: AccountId) -> Option<Activity> {
        self.accounts.read(&account, |shard| {
            shard.get(&account)?.connections.iter().filter_map(|connection| connection.activity()).max()
        })
    }

    /// Whether an account has a socket on this node.
    pub(crate) fn is_online(&self, account: AccountId) -> bool {
        self.accounts
            .read(&account, |shard| shard.get(&account).is_some_and(|entry| !entry.connections.is_empty()))
    }

    /// All accounts with a socket.
    pub(crate) fn accounts_online(&self) -> Vec<AccountId> {
        let mut all = Vec::new();
        self.accounts.each(|shard| all.extend(shard.keys().copied()));
        all
    }

    /// The sockets of a session.
    pub(crate) fn of_session(&self, session: SessionId) -> Vec<Arc<Connection>> {
        self.sessions.read(&session, |shard| shard.get(&session).cloned().unwrap_or_default())
    }

    /// All sessions with a socket.
    pub(crate) fn sessions(&self) -> Vec<SessionId> {
        let mut all = Vec::new();
        self.sessions.each(|shard| all.extend(shard.keys().copied()));
        all
    }

    /// Calls `visit` with every socket, some of them at a time so that no lock is held meanwhile.
    pub(crate) fn visit(&self, mut visit: impl FnMut(&Connection)) {
        let mut some = Vec::new();
        for shard in &self.accounts.shards {
            let locked = shard.read().unwrap_or_else(PoisonError::into_inner);
            some.extend(locked.values().flat_map(|entry| entry.connections.iter().cloned()));
            drop(locked);
            some.drain(..).for_each(|connection: Arc<Connection>| visit(&connection));
        }
    }

    /// How many sockets are open.
    pub(crate) fn len(&self) -> usize {
        self.open.load(Ordering::Relaxed)
    }

    /// The number that the next account to come online gets.
    pub(crate) fn arrivals_until(&self) -> u64 {
        self.arrivals().next
    }

    /// Who came online from number `at` on, and the next number; `None` when that is too long ago.
    pub(crate) fn arrived_since(&self, at: u64) -> Option<(Vec<AccountId>, u64)> {
        let arrivals = self.arrivals();
        let missed = usize::try_from(arrivals.next - at).ok()?;
        let skip = arrivals.last.len().checked_sub(missed)?;
        Some((arrivals.last.iter().skip(skip).copied().collect(), arrivals.next))
    }

    fn arrivals(&self) -> std::sync::MutexGuard<'_, Arrivals> {
        self.arrivals.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Arrivals {
    fn arrive(&mut self, account: AccountId) {
        if self.last.len() == ARRIVALS {
            self.last.pop_front();
        }
        self.last.push_back(account);
        self.next += 1;
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let account = self.account_id;
        self.registry.open.fetch_sub(1, Ordering::Relaxed);
        self.registry.accounts.write(&account, |shard| {
            let Some(entry) = shard.get_mut(&account) else { return };
            entry.open -= 1;
            if entry.open == 0 && entry.connections.is_empty() {
                shard.remove(&account);
            }
        });
    }
}

impl<K, V> Default for Sharded<K, V> {
    fn default() -> Self {
        let shards = (0..SHARDS).map(|_| RwLock::default()).collect();
        Self { hasher: RandomState::new(), shards }
    }
}

impl<K: std::hash::Hash, V> Sharded<K, V> {
    fn shard(&self, key: &K) -> &RwLock<HashMap<K, V>> {
        // The low bits of an id are random, but its hash costs little and trusts nobody.
        let hash = usize::try_from(self.hasher.hash_one(key) % SHARDS as u64).unwrap_or_default();
        &self.shards[hash]
    }

    fn read<T>(&self, key: &K, look: impl FnOnce(&HashMap<K, V>) -> T) -> T {
        look(&self.shard(key).read().unwrap_or_else(PoisonError::into_inner))
    }

    fn write<T>(&self, key: &K, change: impl FnOnce(&mut HashMap<K, V>) -> T) -> T {
        change(&mut self.shard(key).write().unwrap_or_else(PoisonError::into_inner))
    }

    fn each(&self, mut look: impl FnMut(&HashMap<K, V>)) {
        for shard in &self.shards {
            look(&shard.read().unwrap_or_else(PoisonError::into_inner));
        }
    }
}

#[cfg(test)]
#[path = "registry_tests.rs"]
mod tests;
