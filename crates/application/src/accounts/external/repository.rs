use async_trait::async_trait;
use kamachat_domain::{
    accounts::{Account, ExternalIdentity, ExternalSubject, IssuerName},
    ids::AccountId,
};

use crate::ports::PortError;

/// Accounts of people whom another back end vouches for.
#[async_trait]
pub trait ExternalIdentityRepository: Send + Sync {
    /// The account that an issuer's subject was given.
    async fn account_of(
        &self,
        issuer: &IssuerName,
        subject: &ExternalSubject,
    ) -> Result<Option<AccountId>, PortError>;

    /// Stores a new account, which has no password, with its name in the other system.
    /// [`PortError::Duplicate`] when the identity or the user name is taken.
    async fn provision(&self, account: &Account, identity: &ExternalIdentity) -> Result<(), PortError>;
}
