//! Password hashes: bcrypt over a keyed hash of the whole password.

use std::thread;

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use hmac::{Hmac, Mac};
use kamachat_application::ports::{PasswordHash, Passwords, PortError, Verdict};
use kamachat_domain::accounts::Strength;
use sha2::Sha256;

use super::{Key, foreign, strength};
use crate::bounded::Bounded;

/// Stands before our hashes; what does not begin with it came from another system.
const OURS: &str = "keyed:";

/// How slow and how many at a time.
#[derive(Clone, Copy, Debug)]
pub struct PasswordOptions {
    /// bcrypt's cost, 4 to 31: each step doubles the time. 10 takes about 60 ms of a core.
    pub cost: u32,
    /// How many hashes may wait for a core; beyond, callers are turned away at once.
    pub waiting: usize,
}

impl Default for PasswordOptions {
    fn default() -> Self {
        Self { cost: 10, waiting: 64 }
    }
}

/// bcrypt, which itself only looks at 72 bytes and stops at a NUL. What it gets here is always 43 letters:
/// HMAC-SHA-256 over the password, as base64.
#[derive(Debug)]
pub struct BcryptPasswords {
    pepper: Key,
    cost: u32,
    /// Has the right form and cost, and no known password: compared with when there is no account.
    nobody: PasswordHash,
    work: Bounded,
}

impl BcryptPasswords {
    /// Uses all cores but one, so that sign-ins never take everything from messages.
    #[must_use]
    pub fn new(pepper: Key, options: PasswordOptions) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let running = cores.saturating_sub(1).max(1);
        let cost = options.cost.clamp(4, 31);
        Self {
            pepper,
            cost,
            nobody: PasswordHash(format!("{OURS}$2b${cost:02}${}{}", ".".repeat(22), ".".repeat(31))),
            work: Bounded::new(running, options.waiting),
        }
    }

    /// What bcrypt hashes.
    fn keyed(&self, password: &str) -> Result<String, PortError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.pepper.expose()).map_err(refused)?;
        mac.update(password.as_bytes());
        Ok(STANDARD_NO_PAD.encode(mac.finalize().into_bytes()))
    }
}

#[async_trait]
impl Passwords for BcryptPasswords {
    async fn hash(&self, password: &str) -> Result<PasswordHash, PortError> {
        let (keyed, cost) = (self.keyed(password)?, self.cost);
        let hash = self.work.run(move || bcrypt::non_truncating_hash(keyed, cost)).await?;
        hash.map(|hash| PasswordHash(format!("{OURS}{hash}"))).map_err(refused)
    }

    async fn verify(&self, password: &str, hash: Option<&PasswordHash>) -> Result<Verdict, PortError> {
        let known = hash.is_some();
        let PasswordHash(hash) = hash.unwrap_or(&self.nobody).clone();
        let Some(ours) = hash.strip_prefix(OURS).map(str::to_owned) else {
            let password = password.to_owned();
            let same = self.work.run(move || foreign::matches(&password, &hash)).await?;
            return Ok(if same { Verdict::Outdated } else { Verdict::Wrong });
        };
        let (keyed, cost) = (self.keyed(password)?, self.cost);
        let is_cheap = cost_of(&ours).is_some_and(|of_hash| of_hash < cost);
        let same = self.work.run(move || bcrypt::non_truncating_verify(keyed, &ours)).await?;
        Ok(match same.map_err(refused)? && known {
            false => Verdict::Wrong,
            true if is_cheap => Verdict::Outdated,
            true => Verdict::Right,
        })
    }

    async fn judge(&self, password: &str, own: &[&str]) -> Result<Strength, PortError> {
        let password = password.to_owned();
        let own: Vec<String> = own.iter().map(|name| (*name).to_owned()).collect();
        self.work.run(move || strength::judge(&password, &own)).await
    }
}

/// bcrypt's cost, as its hash says.
pub(super) fn cost_of(hash: &str) -> Option<u32> {
    hash.parse::<bcrypt::HashParts>().ok().map(|parts| parts.get_cost())
}

fn refused(error: impl std::error::Error + Send + Sync + 'static) -> PortError {
    PortError::Refused(error.into())
}

#[cfg(test)]
#[path = "passwords_tests.rs"]
mod tests;
