use async_trait::async_trait;

use super::PortError;
use crate::Actor;

/// Single-use tickets that open a socket, for browsers, which cannot send a header with the upgrade.
#[async_trait]
pub trait Tickets: Send + Sync {
    /// How long a ticket is good for, in seconds.
    fn seconds(&self) -> u64;

    async fn issue(&self, secret: [u8; 32], actor: Actor) -> Result<String, PortError>;

    /// Who got this ticket; `None` when unknown, expired or used before.
    async fn redeem(&self, ticket: &str) -> Result<Option<Actor>, PortError>;
}
