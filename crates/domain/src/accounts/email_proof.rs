use std::time::Duration;

use super::{Account, Email, MailError};
use crate::{
    Timestamp,
    ids::{AccountId, EmailProofId},
};

/// What a link in a mail is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmailPurpose {
    /// The address that the account was opened with is its owner's.
    Verify,
    /// The account gets this address in place of the one it has.
    Change,
    /// Another password in place of a forgotten one.
    Reset,
}

impl EmailPurpose {
    /// Those that a link for an address is one of.
    pub const ADDRESS: [Self; 2] = [Self::Verify, Self::Change];

    /// How long a link is good for.
    #[must_use]
    pub const fn life(self) -> Duration {
        match self {
            Self::Verify | Self::Change => Duration::from_secs(24 * 3600),
            Self::Reset => Duration::from_secs(3600),
        }
    }
}

/// A link that was sent: good once, for one purpose, account and address. Only the hash of its secret is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailProof {
    pub id: EmailProofId,
    pub account_id: AccountId,
    pub purpose: EmailPurpose,
    /// Where it was sent.
    pub target: Email,
    pub token_hash: [u8; 32],
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// When it was used, or a later one took its place.
    pub used_at: Option<Timestamp>,
}

impl EmailProof {
    /// A new link.
    #[must_use]
    pub fn issue(
        id: EmailProofId,
        account_id: AccountId,
        purpose: EmailPurpose,
        target: Email,
        token_hash: [u8; 32],
        at: Timestamp,
    ) -> Self {
        let expires_at = at + purpose.life();
        Self { id, account_id, purpose, target, token_hash, created_at: at, expires_at, used_at: None }
    }

    /// Whether the link does something for this account now. An address that the account has not any more
    /// proves nothing about it.
    ///
    /// # Errors
    /// [`MailError::LinkInvalid`].
    pub fn check(&self, account: &Account, at: Timestamp) -> Result<(), MailError> {
        let is_its_address = account.email.as_ref() == Some(&self.target);
        let fits = match self.purpose {
            EmailPurpose::Verify => is_its_address,
            EmailPurpose::Change => true,
            EmailPurpose::Reset => is_its_address && account.email_verified,
        };
        let good = self.used_at.is_none() && at < self.expires_at && account.id == self.account_id;
        if good && fits && account.is_active() { Ok(()) } else { Err(MailError::LinkInvalid) }
    }
}

/// How many links one address gets, whoever asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmailBudget {
    pub per_minute: u32,
    pub per_hour: u32,
    pub per_day: u32,
}

impl EmailBudget {
    pub const STANDARD: Self = Self { per_minute: 1, per_hour: 5, per_day: 10 };
    /// Links that are older do not count.
    pub const MEMORY: Duration = Duration::from_secs(24 * 3600);

    /// The same, `factor` times over.
    #[must_use]
    pub const fn times(self, factor: u32) -> Self {
        Self {
            per_minute: self.per_minute.saturating_mul(factor),
            per_hour: self.per_hour.saturating_mul(factor),
            per_day: self.per_day.saturating_mul(factor),
        }
    }

    /// How long to wait before one more link; `None` when it may go now. `sent` are the times of earlier ones.
    #[must_use]
    pub fn wait(self, sent: &[Timestamp], at: Timestamp) -> Option<Duration> {
        let windows = [(self.per_minute, 60), (self.per_hour, 3600), (self.per_day, 24 * 3600)];
        let waits = windows.into_iter().filter_map(|(most, seconds)| {
            let window = Duration::from_secs(seconds);
            let mut within: Vec<Timestamp> =
                sent.iter().copied().filter(|sent| *sent + window > at).collect();
            within.sort_unstable();
            let too_many = within.len().checked_sub(usize::try_from(most.max(1)).unwrap_or(usize::MAX))?;
            (*within.get(too_many)? + window - at).to_std().ok()
        });
        waits.max()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::accounts::Username;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_timestamp(1_800_000_000 + seconds, 0).unwrap_or_default()
    }

    fn account() -> Account {
        let (username, email) = (Username::parse("mei"), Email::parse("mei@example.com"));
        Account::register(Uuid::from_u128(1).into(), username.unwrap(), None, email.ok(), false, at(0))
    }

    fn proof(purpose: EmailPurpose, target: &str) -> EmailProof {
        let target = Email::parse(target).unwrap();
        EmailProof::issue(Uuid::from_u128(2).into(), account().id, purpose, target, [7; 32], at(0))
    }

    #[test]
    fn a_link_is_good_for_its_time_its_account_and_its_address() {
        let verify = proof(EmailPurpose::Verify, "mei@example.com");
        assert_eq!(verify.check(&account(), at(24 * 3600 - 1)), Ok(()));
        assert_eq!(verify.check(&account(), at(24 * 3600)), Err(MailError::LinkInvalid));
        let used = EmailProof { used_at: Some(at(1)), ..verify.clone() };
        assert_eq!(used.check(&account(), at(2)), Err(MailError::LinkInvalid));
        let other = Account { id: Uuid::from_u128(9).into(), ..account() };
        assert_eq!(verify.check(&other, at(2)), Err(MailError::LinkInvalid));
        let moved = Account { email: Email::parse("new@example.com").ok(), ..account() };
        assert_eq!(verify.check(&moved, at(2)), Err(MailError::LinkInvalid));
        assert_eq!(proof(EmailPurpose::Change, "new@example.com").check(&account(), at(2)), Ok(()));
    }

    #[test]
    fn a_password_is_reset_by_a_verified_address_only_and_within_an_hour() {
        let reset = proof(EmailPurpose::Reset, "mei@example.com");
        assert_eq!(reset.check(&account(), at(1)), Err(MailError::LinkInvalid));
        let verified = Account { email_verified: true, ..account() };
        assert_eq!(reset.check(&verified, at(3599)), Ok(()));
        assert_eq!(reset.check(&verified, at(3600)), Err(MailError::LinkInvalid));
    }

    #[test]
    fn an_address_gets_one_link_a_minute_five_an_hour_and_ten_a_day() {
        let budget = EmailBudget::STANDARD;
        let (mut sent, mut now) = (Vec::new(), 0);
        let mut waits = Vec::new();
        while sent.len() < 11 {
            match budget.wait(&sent, at(now)) {
                None => sent.push(at(now)),
                Some(wait) => {
                    waits.push(wait.as_secs());
                    now += i64::try_from(wait.as_secs()).unwrap();
                }
            }
        }
        assert_eq!(waits, [60, 60, 60, 60, 3360, 60, 60, 60, 60, 82560]);
        assert_eq!(budget.times(1000).wait(&sent, at(now)), None);
    }
}
