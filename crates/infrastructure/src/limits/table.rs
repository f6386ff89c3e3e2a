use std::{
    collections::HashMap,
    hash::{BuildHasher, Hash, RandomState},
    sync::{Mutex, PoisonError},
};

/// Parts that lock each for itself.
const SHARDS: usize = 64;
/// Entries of one part; all of them are some megabytes.
const PER_SHARD: usize = 4096;

/// What is remembered of a subject.
pub(super) trait Entry: Copy + Default {
    /// How much would be forgiven by forgetting it at `now`; 0: nothing.
    fn owes(&self, now: u64) -> u64;
}

/// A bounded table of what subjects owe. Keys are hashed with a secret of the process, so nobody can aim at
/// somebody else's entry. When a part is full, those who owe least are forgotten first: filling the table
/// with fresh names or addresses does not wash a large debt away.
pub(super) struct Table<V> {
    hasher: RandomState,
    shards: Vec<Mutex<HashMap<u64, V>>>,
}

impl<V: Entry> Table<V> {
    pub(super) fn new() -> Self {
        let shards = std::iter::repeat_with(Mutex::default).take(SHARDS).collect();
        Self { hasher: RandomState::new(), shards }
    }

    /// Looks at the entry of `key` and may change it.
    pub(super) fn with<T>(&self, key: &impl Hash, now: u64, work: impl FnOnce(&mut V) -> T) -> T {
        let hash = self.hasher.hash_one(key);
        let shard = &self.shards[usize::try_from(hash % SHARDS as u64).unwrap_or_default()];
        let mut entries = shard.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= PER_SHARD && !entries.contains_key(&hash) {
            make_room(&mut entries, now);
        }
        work(entries.entry(hash).or_default())
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.lock().unwrap().len()).sum()
    }
}

/// Forgets whoever owes nothing, and at least half of the entries.
fn make_room<V: Entry>(entries: &mut HashMap<u64, V>, now: u64) {
    entries.retain(|_, entry| entry.owes(now) > 0);
    let keep = PER_SHARD / 2;
    if entries.len() <= keep {
        return;
    }
    let mut owed: Vec<(u64, u64)> = entries.iter().map(|(key, entry)| (entry.owes(now), *key)).collect();
    owed.sort_unstable();
    for (_, key) in &owed[..owed.len() - keep] {
        entries.remove(key);
    }
}
