//! Password hashes that were made by another system and imported: argon2id and plain bcrypt.

use argon2::{ARGON2ID_IDENT, Argon2, Params, PasswordHash, PasswordVerifier};

use super::passwords::cost_of;

/// Most memory that a hash may ask for, in KiB: 256 MiB.
const MOST_MEMORY: u32 = 256 * 1024;
/// Most passes over it.
const MOST_PASSES: u32 = 16;
/// Most lanes.
const MOST_LANES: u32 = 16;
/// Highest cost of bcrypt.
const MOST_COST: u32 = 16;

/// Whether a password belongs to an imported hash. One that is not understood, or that would keep a core busy
/// for long, belongs to no password.
pub(super) fn matches(password: &str, hash: &str) -> bool {
    let same = if hash.starts_with("$argon2") { argon2id(password, hash) } else { bcrypt(password, hash) };
    if same.is_none() {
        tracing::warn!("an account has a password hash that is not understood: nobody can sign in with it");
    }
    same.unwrap_or(false)
}

fn argon2id(password: &str, hash: &str) -> Option<bool> {
    let hash = PasswordHash::new(hash).ok().filter(|hash| hash.algorithm == ARGON2ID_IDENT)?;
    let params = Params::try_from(&hash).ok()?;
    let fits =
        params.m_cost() <= MOST_MEMORY && params.t_cost() <= MOST_PASSES && params.p_cost() <= MOST_LANES;
    fits.then(|| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// As the other system did it: bcrypt looks at the first 72 bytes only.
fn bcrypt(password: &str, hash: &str) -> Option<bool> {
    cost_of(hash).filter(|cost| *cost <= MOST_COST)?;
    Some(bcrypt::verify(password, hash).unwrap_or(false))
}
