use std::{fmt, time::Duration};

use sha2::{Digest, Sha256};

use super::AccountError;
use crate::{Timestamp, ids::RegistrationInviteId};

/// Who may register. The first account of a server always may: somebody has to run it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RegistrationMode {
    /// Everybody.
    #[default]
    Open,
    /// Who has an invite code.
    Invite,
    /// Nobody: accounts are made by the operator.
    Closed,
}

impl RegistrationMode {
    /// The name on the wire and in the configuration.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Invite => "invite",
            Self::Closed => "closed",
        }
    }
}

/// No letters that look like digits.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// Letters in a code: 80 bits, so that a fast hash of it is enough.
const LENGTH: usize = 16;

/// What an invited person types. Shown once and never stored; not printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct InviteCode(String);

impl InviteCode {
    /// A code that nobody can guess, out of a secret.
    #[must_use]
    pub fn from_secret(secret: [u8; 32]) -> Self {
        Self(secret[..LENGTH].iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
    }

    /// What somebody typed: case, spaces and dashes do not matter. Whether it is a code is told by its hash.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let letters = text.chars().filter(char::is_ascii_alphanumeric).take(2 * LENGTH);
        Self(letters.map(|letter| letter.to_ascii_uppercase()).collect())
    }

    /// What is stored of it.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

/// In groups of four.
impl fmt::Display for InviteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, letter) in self.0.chars().enumerate() {
            write!(f, "{}{letter}", if n > 0 && n % 4 == 0 { "-" } else { "" })?;
        }
        Ok(())
    }
}

impl fmt::Debug for InviteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InviteCode(***)")
    }
}

/// A code that lets people register, some times, for some days. Only its hash is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistrationInvite {
    pub id: RegistrationInviteId,
    pub code_hash: [u8; 32],
    /// How many accounts it is good for.
    pub max_uses: u32,
    pub used: u32,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

impl RegistrationInvite {
    /// Accounts that one code is good for, at most.
    pub const MOST_USES: u32 = 1000;
    /// Days that a code is good for, at most.
    pub const MOST_DAYS: u32 = 365;

    /// A code that nobody used yet.
    ///
    /// # Errors
    /// [`AccountError::InviteTermsInvalid`]: not 1 to [`Self::MOST_USES`] uses, not 1 to [`Self::MOST_DAYS`] days.
    pub fn issue(
        id: RegistrationInviteId,
        code_hash: [u8; 32],
        max_uses: u32,
        days: u32,
        at: Timestamp,
    ) -> Result<Self, AccountError> {
        if !(1..=Self::MOST_USES).contains(&max_uses) || !(1..=Self::MOST_DAYS).contains(&days) {
            return Err(AccountError::InviteTermsInvalid);
        }
        let expires_at = at + Duration::from_secs(u64::from(days) * 24 * 3600);
        Ok(Self { id, code_hash, max_uses, used: 0, created_at: at, expires_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_readable_and_its_spelling_is_forgiven() {
        let code = InviteCode::from_secret([7; 32]);
        assert_eq!(code.to_string(), "HHHH-HHHH-HHHH-HHHH");
        assert_eq!(code.hash(), InviteCode::typed(" hhhhhhhh hhhh-hhhh\n").hash());
        assert_ne!(code.hash(), InviteCode::typed("HHHH-HHHH-HHHH-HHHJ").hash());
        assert_eq!(format!("{code:?}"), "InviteCode(***)");
    }

    #[test]
    fn a_code_has_an_end_and_a_number() {
        let issue = |uses, days| {
            let id = uuid::Uuid::nil().into();
            RegistrationInvite::issue(id, [0; 32], uses, days, Timestamp::UNIX_EPOCH)
        };
        let invite = issue(3, 7);
        assert_eq!(invite.map(|i| (i.used, i.expires_at.timestamp())), Ok((0, 7 * 24 * 3600)));
        for (uses, days) in [(0, 1), (1, 0), (1001, 1), (1, 366)] {
            assert_eq!(issue(uses, days), Err(AccountError::InviteTermsInvalid), "{uses} {days}");
        }
    }
}
