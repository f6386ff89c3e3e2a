use async_trait::async_trait;
use kamachat_domain::accounts::Strength;

use super::PortError;

/// A password hash as stored.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(***)")
    }
}

/// What comparing with a stored hash says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right,
    /// Right, and the hash came from another system or is cheaper than ours are now: hash it again.
    Outdated,
}

impl Verdict {
    #[must_use]
    pub fn is_right(self) -> bool {
        self != Self::Wrong
    }
}

/// Slow hashes of whole passwords: what bcrypt would cut at 72 bytes or at a NUL counts too. Runs beside the
/// message path on few threads; beyond a bounded queue it answers [`PortError::Busy`] at once.
#[async_trait]
pub trait Passwords: Send + Sync {
    async fn hash(&self, password: &str) -> Result<PasswordHash, PortError>;

    /// Compares with `hash`, or with a hash of nobody when there is none, in the same time. Imported hashes
    /// (argon2id, plain bcrypt) are understood; they take the time that their own settings ask for.
    async fn verify(&self, password: &str, hash: Option<&PasswordHash>) -> Result<Verdict, PortError>;

    /// How hard a password is to guess for somebody who knows `own`: names of its owner.
    async fn judge(&self, password: &str, own: &[&str]) -> Result<Strength, PortError>;
}
