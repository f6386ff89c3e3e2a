use std::time::Duration;

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kamachat_application::{
    Actor,
    ports::{PortError, Tickets},
};
use moka::future::Cache;

/// Tickets of a single node. At most [`Self::CAPACITY`] are kept.
#[derive(Clone, Debug)]
pub struct MemoryTickets {
    tickets: Cache<String, Actor>,
    seconds: u64,
}

impl MemoryTickets {
    /// How long a ticket is good for, in seconds.
    pub const SECONDS: u64 = 30;
    /// Tickets kept at a time; some megabytes.
    pub const CAPACITY: u64 = 100_000;

    /// No tickets yet.
    #[must_use]
    pub fn new() -> Self {
        Self::lasting(Duration::from_secs(Self::SECONDS))
    }

    fn lasting(time: Duration) -> Self {
        let tickets = Cache::builder().max_capacity(Self::CAPACITY).time_to_live(time).build();
        Self { tickets, seconds: time.as_secs() }
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
        self.seconds
    }

    async fn issue(&self, secret: [u8; 32], actor: Actor) -> Result<String, PortError> {
        let ticket = URL_SAFE_NO_PAD.encode(secret);
        self.tickets.insert(ticket.clone(), actor).await;
        Ok(ticket)
    }

    /// Removing answers the ticket to one caller only, however many ask at once.
    async fn redeem(&self, ticket: &str) -> Result<Option<Actor>, PortError> {
        Ok(self.tickets.remove(ticket).await)
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

    #[tokio::test]
    async fn a_ticket_that_is_over_is_nobodys() {
        let tickets = MemoryTickets::lasting(Duration::ZERO);
        let ticket = tickets.issue([7; 32], actor()).await.unwrap();
        assert_eq!(tickets.redeem(&ticket).await.unwrap(), None);
    }
}
