use chrono::TimeDelta;

use crate::{Fault, Kind, Timestamp, ids::AccountId};

/// How sure a session is of who signed in (NIST SP 800-63B).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Assurance {
    /// One proof: the password.
    #[default]
    One,
    /// Two: the password and a code.
    Two,
}

/// Where a code is tried from. Both are counted apart, so that strangers who try codes do not keep the owner
/// out of the places where he has proven himself before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A session by two proofs, or a device that signed in before.
    Known,
    Elsewhere,
}

/// Wrong codes in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    pub failures: u32,
    /// Nothing is tried before this time.
    pub blocked_until: Option<Timestamp>,
}

impl Tries {
    /// Wrong codes that cost no waiting.
    pub const FREE: u32 = 5;
    /// Seconds of waiting after the last free one; doubles with each further one.
    pub const FIRST_DELAY: i64 = 30;
    /// Most seconds of waiting: about a hundred codes a day, of a million.
    pub const LONGEST_DELAY: i64 = 900;

    fn fail(&mut self, at: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        if let Some(beyond) = self.failures.checked_sub(Self::FREE) {
            let delay = (Self::FIRST_DELAY << beyond.min(10)).min(Self::LONGEST_DELAY);
            self.blocked_until = Some(at + TimeDelta::seconds(delay));
        }
    }
}

/// An authenticator app (RFC 6238: SHA-1, six digits, 30 seconds) that belongs to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    pub account_id: AccountId,
    /// The shared secret, encrypted by the server.
    pub sealed: Vec<u8>,
    /// `None` until its owner has shown that the app works; it protects nothing until then.
    pub confirmed_at: Option<Timestamp>,
    /// Newest step whose code was accepted; no code of it or before is ever accepted again.
    pub last_step: i64,
    pub known: Tries,
    pub elsewhere: Tries,
    pub created_at: Timestamp,
}

impl SecondFactor {
    /// Seconds that a code is shown.
    pub const STEP: i64 = 30;

    /// An app that is being set up.
    #[must_use]
    pub fn enrol(account_id: AccountId, sealed: Vec<u8>, at: Timestamp) -> Self {
        Self {
            account_id,
            sealed,
            confirmed_at: None,
            last_step: 0,
            known: Tries::default(),
            elsewhere: Tries::default(),
            created_at: at,
        }
    }

    /// Whether a sign-in needs a code.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.confirmed_at.is_some()
    }

    /// The steps whose codes would be accepted: one on each side of now, none that was used.
    pub fn steps(&self, at: Timestamp) -> impl Iterator<Item = i64> + use<> {
        let (now, last) = (at.timestamp() / Self::STEP, self.last_step);
        (now - 1..=now + 1).filter(move |step| *step > last)
    }

    /// # Errors
    /// [`SecondFactorError::Delayed`] after too many wrong codes from such a place.
    pub fn may_try(&self, from: Place, at: Timestamp) -> Result<(), SecondFactorError> {
        let until = match from {
            Place::Known => self.known.blocked_until,
            Place::Elsewhere => self.elsewhere.blocked_until,
        };
        match until {
            Some(until) if at < until => {
                let seconds = (until - at).num_seconds().unsigned_abs() + 1;
                Err(SecondFactorError::Delayed { seconds })
            }
            _ => Ok(()),
        }
    }

    /// The code of `step` was given.
    pub fn accept(&mut self, step: i64, from: Place) {
        self.last_step = step;
        *self.tries(from) = Tries::default();
    }

    /// A wrong code was given.
    pub fn refuse(&mut self, from: Place, at: Timestamp) {
        self.tries(from).fail(at);
    }

    fn tries(&mut self, from: Place) -> &mut Tries {
        match from {
            Place::Known => &mut self.known,
            Place::Elsewhere => &mut self.elsewhere,
        }
    }
}

/// Why a second proof is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecondFactorError {
    /// The password is right; this account wants a code besides.
    #[error("enter the code of your authenticator")]
    Required,
    /// Not the code of now, used before, or no recovery code that is left.
    #[error("this code is not right, or it was used before")]
    Wrong,
    /// The same, of somebody who is signed in.
    #[error("enter the code of your authenticator to go on")]
    StepUpRequired,
    /// The same, of somebody who is signed in.
    #[error("this code is not right, or it was used before")]
    StepUpWrong,
    /// The password of somebody who is signed in.
    #[error("this is not your password")]
    PasswordWrong,
    /// Too many wrong codes; recovery codes are still taken.
    #[error("too many wrong codes; wait, or use a recovery code")]
    Delayed { seconds: u64 },
    #[error("two-step sign-in is on already")]
    AlreadyOn,
    /// Nothing is being set up, or nothing is on.
    #[error("two-step sign-in is not set up")]
    NotSetUp,
}

impl SecondFactorError {
    /// As it is said to somebody who is signed in already: his session is not what is wrong.
    #[must_use]
    pub const fn signed_in(self) -> Self {
        match self {
            Self::Required => Self::StepUpRequired,
            Self::Wrong => Self::StepUpWrong,
            other => other,
        }
    }
}

impl Fault for SecondFactorError {
    fn code(&self) -> &'static str {
        match self {
            Self::Required => "auth.otp_required",
            Self::Wrong => "auth.otp_wrong",
            Self::StepUpRequired => "account.otp_required",
            Self::StepUpWrong => "account.otp_wrong",
            Self::PasswordWrong => "account.wrong_password",
            Self::Delayed { .. } => "auth.otp_delayed",
            Self::AlreadyOn => "account.totp_on",
            Self::NotSetUp => "account.totp_off",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Required | Self::Wrong => Kind::Unauthenticated,
            Self::StepUpRequired | Self::StepUpWrong | Self::PasswordWrong => Kind::Forbidden,
            Self::Delayed { .. } => Kind::TooMany,
            Self::AlreadyOn | Self::NotSetUp => Kind::Conflict,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::PasswordWrong => Some("password"),
            Self::AlreadyOn | Self::NotSetUp => None,
            _ => Some("otp"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_timestamp_millis(seconds * 1000).unwrap_or_default()
    }

    fn factor() -> SecondFactor {
        SecondFactor::enrol(uuid::Uuid::from_u128(1).into(), Vec::new(), at(0))
    }

    #[test]
    fn one_step_on_each_side_is_accepted_and_none_twice() {
        let mut factor = factor();
        assert!(factor.steps(at(3000)).eq([99, 100, 101]));
        factor.accept(100, Place::Known);
        assert!(factor.steps(at(3000)).eq([101]));
        assert!(factor.steps(at(3060)).eq([101, 102, 103]));
    }

    #[test]
    fn five_wrong_codes_are_free_and_each_further_one_waits_longer() {
        let mut factor = factor();
        for _ in 0..4 {
            factor.refuse(Place::Elsewhere, at(0));
            assert_eq!(factor.may_try(Place::Elsewhere, at(0)), Ok(()));
        }
        let mut delays = Vec::new();
        for _ in 0..8 {
            factor.refuse(Place::Elsewhere, at(0));
            let Err(SecondFactorError::Delayed { seconds }) = factor.may_try(Place::Elsewhere, at(0)) else {
                unreachable!("blocked")
            };
            delays.push(seconds - 1);
        }
        assert_eq!(delays, [30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(factor.may_try(Place::Known, at(0)), Ok(()), "other places are counted apart");
        assert_eq!(factor.may_try(Place::Elsewhere, at(900)), Ok(()));
        factor.accept(1, Place::Elsewhere);
        assert_eq!(factor.may_try(Place::Elsewhere, at(0)), Ok(()));
    }
}
