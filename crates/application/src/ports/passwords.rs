use async_trait::async_trait;

use super::PortError;

/// A password hash as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(***)")
    }
}

/// Slow hashes of whole passwords: what bcrypt would cut at 72 bytes or at a NUL counts too. Runs beside the
/// message path on few threads; beyond a bounded queue it answers [`PortError::Unavailable`] at once.
#[async_trait]
pub trait Passwords: Send + Sync {
    async fn hash(&self, password: &str) -> Result<PasswordHash, PortError>;

    /// Compares with `hash`, or with a hash of nobody when there is none, in the same time.
    async fn verify(&self, password: &str, hash: Option<&PasswordHash>) -> Result<bool, PortError>;
}
