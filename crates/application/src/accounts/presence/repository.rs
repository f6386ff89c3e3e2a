use async_trait::async_trait;
use kamachat_domain::{
    Timestamp,
    accounts::{Audience, Availability},
    ids::AccountId,
};

use crate::ports::PortError;

/// What is stored about somebody's presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PresenceFacts {
    pub account_id: AccountId,
    /// When a device was last there, to about a minute.
    pub last_seen_at: Option<Timestamp>,
    pub availability: Availability,
    /// Who may see it.
    pub audience: Audience,
}

/// When accounts were last there, and who may know.
#[async_trait]
pub trait PresenceRepository: Send + Sync {
    /// The facts of those of `accounts` that are in use, in no order.
    async fn facts(&self, accounts: &[AccountId]) -> Result<Vec<PresenceFacts>, PortError>;

    /// Which of `peers` each of `owners` has as contacts: (owner, peer). One of the two lists is short.
    async fn contacts_among(
        &self,
        owners: &[AccountId],
        peers: &[AccountId],
    ) -> Result<Vec<(AccountId, AccountId)>, PortError>;

    /// Notes that accounts were there; time never goes back.
    async fn saw(&self, accounts: &[AccountId], at: Timestamp) -> Result<(), PortError>;
}
