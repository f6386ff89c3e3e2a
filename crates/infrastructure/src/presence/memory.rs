use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use kamachat_application::ports::{PortError, Presence};
use kamachat_domain::{accounts::Activity, ids::AccountId};
use tokio::time::Instant;

/// Presence of a single node. It knows as many accounts as have a socket, and forgets those whose word is over.
#[derive(Debug, Default)]
pub struct MemoryPresence {
    here: Mutex<HashMap<AccountId, (Activity, Instant)>>,
}

impl MemoryPresence {
    /// How long a word lasts, in seconds.
    pub const SECONDS: u64 = 90;

    /// Nobody yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn here(&self) -> MutexGuard<'_, HashMap<AccountId, (Activity, Instant)>> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Presence for MemoryPresence {
    fn seconds(&self) -> u64 {
        Self::SECONDS
    }

    async fn put(&self, here: &[(AccountId, Activity)]) -> Result<(), PortError> {
        let now = Instant::now();
        let until = now + Duration::from_secs(Self::SECONDS);
        let mut all = self.here();
        all.extend(here.iter().map(|(account, activity)| (*account, (*activity, until))));
        // Only a defect leaves something behind; looking costs little beside what was put.
        if here.len() > 1 {
            all.retain(|_, (_, until)| now < *until);
        }
        Ok(())
    }

    async fn remove(&self, account: AccountId) -> Result<(), PortError> {
        self.here().remove(&account);
        Ok(())
    }

    async fn find(&self, accounts: &[AccountId]) -> Result<Vec<(AccountId, Activity)>, PortError> {
        let (all, now) = (self.here(), Instant::now());
        let one = |account: &AccountId| {
            let (activity, until) = all.get(account)?;
            (now < *until).then_some((*account, *activity))
        };
        Ok(accounts.iter().filter_map(one).collect())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_word_counts_until_it_is_over_or_taken_back() {
        let presence = MemoryPresence::new();
        let [a, b, c]: [AccountId; 3] = [1, 2, 3].map(|n| Uuid::from_u128(n).into());
        presence.put(&[(a, Activity::Active), (b, Activity::Idle)]).await.unwrap();
        let found = async || presence.find(&[a, b, c]).await.unwrap();
        assert_eq!(found().await, [(a, Activity::Active), (b, Activity::Idle)]);
        presence.remove(b).await.unwrap();
        assert_eq!(found().await, [(a, Activity::Active)]);
        tokio::time::advance(Duration::from_secs(89)).await;
        presence.put(&[(c, Activity::Active)]).await.unwrap();
        assert_eq!(found().await.len(), 2);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(found().await, [(c, Activity::Active)], "a node that died says nothing more");
    }
}
