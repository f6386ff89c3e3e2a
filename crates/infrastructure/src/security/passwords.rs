//! Password hashes: bcrypt over a keyed hash of the whole password.

use std::{sync::Arc, thread};

use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use hmac::{Hmac, Mac};
use kamachat_application::ports::{PasswordHash, Passwords, PortError};
use sha2::Sha256;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Key;

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
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
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
            nobody: PasswordHash(format!("$2b${cost:02}${}{}", ".".repeat(22), ".".repeat(31))),
            running: Arc::new(Semaphore::new(running)),
            admitted: Arc::new(Semaphore::new(running + options.waiting)),
        }
    }

    /// What bcrypt hashes.
    fn keyed(&self, password: &str) -> Result<String, PortError> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.pepper.expose()).map_err(refused)?;
        mac.update(password.as_bytes());
        Ok(STANDARD_NO_PAD.encode(mac.finalize().into_bytes()))
    }

    /// Runs something slow beside the async threads. Its permits end with the work and not with the caller:
    /// a caller who hangs up must not let more work in than there are cores.
    async fn slowly<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PortError> {
        let busy = || PortError::Unavailable("too many sign-ins at a time".into());
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| busy())?;
        let running = Arc::clone(&self.running).acquire_owned().await.map_err(|_| busy())?;
        let permits: (OwnedSemaphorePermit, OwnedSemaphorePermit) = (admitted, running);
        let work = move || {
            let done = work();
            drop(permits);
            done
        };
        tokio::task::spawn_blocking(work).await.map_err(refused)
    }
}

#[async_trait]
impl Passwords for BcryptPasswords {
    async fn hash(&self, password: &str) -> Result<PasswordHash, PortError> {
        let (keyed, cost) = (self.keyed(password)?, self.cost);
        let hash = self.slowly(move || bcrypt::non_truncating_hash(keyed, cost)).await?;
        hash.map(PasswordHash).map_err(refused)
    }

    async fn verify(&self, password: &str, hash: Option<&PasswordHash>) -> Result<bool, PortError> {
        let keyed = self.keyed(password)?;
        let known = hash.is_some();
        let PasswordHash(hash) = hash.unwrap_or(&self.nobody).clone();
        let same = self.slowly(move || bcrypt::non_truncating_verify(keyed, &hash)).await?;
        Ok(same.map_err(refused)? && known)
    }
}

fn refused(error: impl std::error::Error + Send + Sync + 'static) -> PortError {
    PortError::Refused(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passwords(waiting: usize) -> BcryptPasswords {
        BcryptPasswords::new(Key::new([9; 32]), PasswordOptions { cost: 4, waiting })
    }

    #[tokio::test]
    async fn every_byte_counts_beyond_72_and_after_a_nul() {
        let passwords = passwords(64);
        let long = "x".repeat(200);
        let pairs = [
            (&long[..71], &long[..72]),
            (&long[..72], &long[..73]),
            (&long[..128], &long[..127]),
            ("before\0after", "before\0other"),
            ("before\0after", "before"),
            ("\0", "\0\0"),
        ];
        for (password, other) in pairs {
            let hash = passwords.hash(password).await.unwrap();
            assert!(passwords.verify(password, Some(&hash)).await.unwrap());
            assert!(!passwords.verify(other, Some(&hash)).await.unwrap(), "{password:?} {other:?}");
        }
    }

    #[tokio::test]
    async fn a_hash_is_worth_nothing_without_the_pepper() {
        let hash = passwords(64).hash("correct horse").await.unwrap();
        let elsewhere = BcryptPasswords::new(Key::new([8; 32]), PasswordOptions { cost: 4, waiting: 64 });
        assert!(!elsewhere.verify("correct horse", Some(&hash)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_costs_as_much_as_somebody_and_never_fits() {
        let passwords = BcryptPasswords::new(Key::new([9; 32]), PasswordOptions::default());
        let parts: bcrypt::HashParts = passwords.nobody.0.parse().unwrap();
        assert_eq!(parts.get_cost(), passwords.cost);
        assert!(!passwords.verify("anything", None).await.unwrap());
        let hash = passwords.hash("anything").await.unwrap();
        assert_eq!(hash.0.len(), passwords.nobody.0.len());
    }

    #[tokio::test]
    async fn a_crowd_beyond_the_queue_is_turned_away_at_once() {
        let passwords = Arc::new(passwords(2));
        let every = passwords.admitted.available_permits();
        let held = Arc::clone(&passwords.admitted).acquire_many_owned(every as u32).await.unwrap();
        let turned_away = passwords.hash("password").await;
        assert!(matches!(turned_away, Err(PortError::Unavailable(_))));
        drop(held);
        assert!(passwords.hash("password").await.is_ok());
        assert_eq!(passwords.admitted.available_permits(), every);
    }
}
