use std::time::Duration;

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kamachat_application::{
    Actor,
    ports::{PortError, Tickets},
};
use moka::future::Cache;
use tokio::time::Instant;

/// Tickets of a single node. At most [`Self::CAPACITY`] are kept.
#[derive(Clone, Debug)]
pub struct MemoryTickets {
    /// Each with the moment when it is over: removing from the cache also answers what is over already.
    tickets: Cache<String, (Actor, Instant)>,
}

impl MemoryTickets {
    /// How long a ticket is good for, in seconds.
    pub const SECONDS: u64 = 30;
    /// Tickets kept at a time; some megabytes.
    pub const CAPACITY: u64 = 100_000;

    /// No tickets yet.
    #[must_use]
    pub fn new() -> Self {
        let time = Duration::from_secs(Self::SECONDS);
        Self { tickets: Cache::builder().max_capacity(Self::CAPACITY).time_to_live(time).build() }
    }
}

impl Default for MemoryTickets {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl Tickets for MemoryTickets {
    fn seconds(&self) -> u64 {
        Self::SECONDS
    }

    async fn issue(&self, secret: [u8; 32], actor: Actor) -> Result<String, PortError> {
        let ticket = URL_SAFE_NO_PAD.encode(secret);
        let until = Instant::now() + Duration::from_secs(Self::SECONDS);
        self.tickets.insert(ticket.clone(), (actor, until)).await;
        Ok(ticket)
    }

    /// Removing answers the ticket to one caller only, however many ask at once.
    async fn redeem(&self, ticket: &str) -> Result<Option<Actor>, PortError> {
        let found = self.tickets.remove(ticket).await;
        Ok(found.filter(|(_, until)| Instant::now() < *until).map(|(actor, _)| actor))
    }
}

#[cfg(test)]
mod tests {
    use kamachat_domain::accounts::Role;
    use uuid::Uuid;

    use super::*;

    fn actor() -> Actor {
        Actor {
            account_id: Uuid::from_u128(1).into(),
            session_id: Uuid::from_u128(2).into(),
            role: Role::User,
        }
    }

    #[tokio::test]
    async fn a_ticket_is_good_once_also_when_many_try_at_the_same_time() {
        let tickets = MemoryTickets::new();
        let ticket = tickets.issue([7; 32], actor()).await.unwrap();
        let mut tries = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let (tickets, ticket) = (tickets.clone(), ticket.clone());
            tries.spawn(async move { tickets.redeem(&ticket).await.unwrap() });
        }
        let found: Vec<Actor> = tries.join_all().await.into_iter().flatten().collect();
        assert_eq!(found, [actor()]);
        assert_eq!(tickets.redeem("").await.unwrap(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_ticket_that_is_over_is_nobodys() {
        let tickets = MemoryTickets::new();
        let (first, second) = (tickets.issue([7; 32], actor()).await.unwrap(), [8; 32]);
        let second = tickets.issue(second, actor()).await.unwrap();
        tokio::time::advance(Duration::from_secs(29)).await;
        assert_eq!(tickets.redeem(&first).await.unwrap(), Some(actor()));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(tickets.redeem(&second).await.unwrap(), None);
    }
}
