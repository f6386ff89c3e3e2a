use std::{
    hash::{BuildHasher, Hasher, RandomState},
    time::Duration,
};

/// Waits with full jitter: anything between nothing and twice as long as the last time could have been, so that
/// the clients of a dead node do not come back as one.
#[derive(Clone, Debug)]
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
    tries: u32,
}

impl Backoff {
    pub(crate) fn new(first: Duration, longest: Duration) -> Self {
        Self { first, longest, tries: 0 }
    }

    /// The next wait, not shorter than what the server asked for.
    pub(crate) fn next(&mut self, asked: Option<u64>) -> Duration {
        let ceiling = self.first.saturating_mul(1 << self.tries.min(16)).min(self.longest);
        self.tries += 1;
        let asked = Duration::from_secs(asked.unwrap_or(0)).min(Duration::from_secs(300));
        asked + jitter(ceiling)
    }

    pub(crate) fn reset(&mut self) {
        self.tries = 0;
    }
}

/// Anything up to `ceiling`.
pub(crate) fn jitter(ceiling: Duration) -> Duration {
    // Each state has its own keys: good enough to spread clients, and no crate for it.
    let random = RandomState::new().build_hasher().finish();
    let nanos = u64::try_from(ceiling.as_nanos()).unwrap_or(u64::MAX);
    Duration::from_nanos(random % nanos.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_the_longest_and_no_further() {
        let mut backoff = Backoff::new(Duration::from_millis(500), Duration::from_secs(30));
        for tries in 0..40_u32 {
            let ceiling = Duration::from_millis(500 << tries.min(10)).min(Duration::from_secs(30));
            assert!(backoff.next(None) <= ceiling);
        }
        backoff.reset();
        assert!(backoff.next(None) <= Duration::from_millis(500));
        assert!(backoff.next(Some(7)) >= Duration::from_secs(7));
    }
}
