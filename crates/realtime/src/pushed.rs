use std::{collections::HashMap, mem};

use kamachat_domain::ids::ConversationId;

/// Conversations remembered in one generation.
const GENERATION: usize = 50_000;

/// The highest number pushed here per conversation, for those that were pushed lately. Two generations: when
/// one is full, the one before is forgotten. Forgetting costs a repeated push, which clients ignore.
#[derive(Debug, Default)]
pub(crate) struct Pushed {
    young: HashMap<ConversationId, i64>,
    old: HashMap<ConversationId, i64>,
}

impl Pushed {
    pub(crate) fn note(&mut self, id: ConversationId, seq: i64) {
        if self.young.len() >= GENERATION && !self.young.contains_key(&id) {
            self.old = mem::take(&mut self.young);
        }
        let at = self.young.entry(id).or_insert(seq);
        *at = seq.max(*at);
    }

    /// Notes `seq` where nothing before it is missing: whoever saw only this one may lack the other.
    pub(crate) fn follow(&mut self, id: ConversationId, seq: i64) {
        if seq == 1 || self.has(id, seq - 1) {
            self.note(id, seq);
        }
    }

    /// Whether `seq` or a later one was pushed.
    pub(crate) fn has(&self, id: ConversationId, seq: i64) -> bool {
        let at = |generation: &HashMap<ConversationId, i64>| generation.get(&id).is_some_and(|at| *at >= seq);
        at(&self.young) || at(&self.old)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_highest_number_counts_and_memory_is_bounded() {
        let mut pushed = Pushed::default();
        let first = Uuid::from_u128(0).into();
        pushed.note(first, 5);
        pushed.note(first, 3);
        assert!(pushed.has(first, 5) && !pushed.has(first, 6));
        for n in 1..=(3 * GENERATION as u128) {
            pushed.note(Uuid::from_u128(n).into(), 1);
        }
        assert!(!pushed.has(first, 5));
        assert!(pushed.young.len() + pushed.old.len() <= 2 * GENERATION);
    }
}
