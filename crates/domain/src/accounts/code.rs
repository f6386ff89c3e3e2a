use std::{fmt, time::Duration};

use chrono::TimeDelta;

use super::Otp;
use crate::{Fault, Kind, Timestamp, choice::choice, ids::CodeChallengeId};

choice!(
    /// What a code by SMS is good for. A code of one purpose is worth nothing for another.
    CodePurpose {
        /// To sign in.
        #[default]
        SignIn = "sign_in",
        /// To open an account with the number.
        Register = "register",
        /// To add the number to the account of who is signed in.
        BindPhone = "bind_phone",
        /// To show, signed in, that it is the owner; in place of the password of an account without one.
        Confirm = "confirm",
    }
);

impl CodePurpose {
    /// Whether such a code is only for somebody who is signed in.
    #[must_use]
    pub const fn is_for_members(self) -> bool {
        matches!(self, Self::BindPhone | Self::Confirm)
    }
}

/// Six digits that are sent to a number. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct SmsCode(String);

impl SmsCode {
    /// A code that nobody can guess better than one in a million, out of a secret.
    #[must_use]
    pub fn from_secret(secret: [u8; 32]) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&secret[..16]);
        // What is left over of 2^128 favours some codes by less than one in 10^32.
        Self(format!("{:06}", u128::from_be_bytes(bytes) % 1_000_000))
    }

    /// Reads six digits, also wide ones, with any spaces and dashes.
    ///
    /// # Errors
    /// [`CodeError::Wrong`].
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        match Otp::parse(text) {
            Some(Otp::Code(code)) => Ok(Self(format!("{code:06}"))),
            _ => Err(CodeError::Wrong),
        }
    }

    /// The digits.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SmsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmsCode(***)")
    }
}

/// A code that was sent, waiting for its answer. Neither the code nor the number is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeChallenge {
    pub id: CodeChallengeId,
    /// Hash of number, purpose and who may answer: the newest challenge of a slot is the only good one.
    pub slot: [u8; 32],
    /// Hash of the number, to count what is sent to it.
    pub target: [u8; 32],
    /// Hash of the code, bound to slot and id.
    pub code_hash: [u8; 32],
    /// Answers that were looked at.
    pub tries: u32,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// When it was answered rightly or replaced by a newer one.
    pub ended_at: Option<Timestamp>,
}

impl CodeChallenge {
    /// How long a code is good.
    pub const LIFE: Duration = Duration::from_secs(5 * 60);
    /// Answers that are looked at.
    pub const TRIES: u32 = 5;

    /// A challenge that nobody answered yet.
    #[must_use]
    pub fn issue(
        id: CodeChallengeId,
        slot: [u8; 32],
        target: [u8; 32],
        code_hash: [u8; 32],
        at: Timestamp,
    ) -> Self {
        let expires_at = at + Self::LIFE;
        Self { id, slot, target, code_hash, tries: 0, created_at: at, expires_at, ended_at: None }
    }

    /// Whether an answer may be looked at.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.ended_at.is_none() && at < self.expires_at && self.tries < Self::TRIES
    }

    /// Looks at an answer and counts it; `true` when it is the code. The code stays good until
    /// [`Self::use_up`]: somebody may have to give a second proof besides.
    pub fn answer(&mut self, code_hash: &[u8; 32], at: Timestamp) -> bool {
        if !self.is_open(at) {
            return false;
        }
        self.tries += 1;
        self.code_hash == *code_hash
    }

    /// The code did what it was for; it is good for nothing more.
    pub fn use_up(&mut self, at: Timestamp) {
        self.ended_at = Some(at);
    }
}

/// So many within such a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// At least 1.
    pub most: u32,
    pub span: Duration,
}

impl Window {
    /// How many codes are sent to one number: 1 a minute, 5 an hour, 10 a day.
    pub const PER_NUMBER: [Self; 3] = [Self::new(1, 60), Self::new(5, 3600), Self::new(10, DAY)];

    const fn new(most: u32, seconds: u64) -> Self {
        Self { most, span: Duration::from_secs(seconds) }
    }

    /// So many a day.
    #[must_use]
    pub const fn daily(most: u32) -> Self {
        Self::new(most, DAY)
    }

    /// How long to wait for the next one when the newest but `most - 1` was at `then`: nothing when that is out
    /// of the window.
    #[must_use]
    pub fn wait(self, then: Option<Timestamp>, at: Timestamp) -> Option<Duration> {
        let span = TimeDelta::from_std(self.span).ok()?;
        let left = then? + span - at;
        left.to_std().ok().filter(|left| !left.is_zero())
    }
}

const DAY: u64 = 24 * 3600;

/// Why a number or a code by SMS is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The operator set no gateway up.
    #[error("this server sends no text messages")]
    Off,
    /// No number in the form of E.164.
    #[error("this is not a phone number")]
    PhoneInvalid,
    /// A country that the operator does not send to.
    #[error("this server sends no text messages to this country")]
    CountryUnsupported,
    /// Registering with a number takes the code that was sent to it.
    #[error("a phone number needs the code that was sent to it")]
    Required,
    /// Wrong, expired, used, tried too often, or for something else; says nothing about which.
    #[error("this code is not right, or it is not good any more")]
    Wrong,
    /// The same, at a sign-in.
    #[error("this code is not right, or it is not good any more")]
    SignInWrong,
    /// Told only to who has shown the number to be theirs.
    #[error("no account signs in with this phone number")]
    PhoneUnknown,
    /// Likewise.
    #[error("another account signs in with this phone number")]
    PhoneTaken,
    /// The account has no number.
    #[error("this account has no phone number")]
    PhoneMissing,
    /// Nobody could sign in to the account any more.
    #[error("this is the last way to sign in; set a password first")]
    LastWayIn,
}

impl Fault for CodeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Off => "sms.off",
            Self::PhoneInvalid => "account.phone_invalid",
            Self::CountryUnsupported => "sms.country_unsupported",
            Self::Required => "auth.code_required",
            Self::Wrong | Self::SignInWrong => "auth.code_wrong",
            Self::PhoneUnknown => "auth.phone_unknown",
            Self::PhoneTaken => "account.phone_taken",
            Self::PhoneMissing => "account.phone_missing",
            Self::LastWayIn => "account.last_way_in",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::PhoneInvalid | Self::Required => Kind::Invalid,
            Self::Off | Self::CountryUnsupported | Self::Wrong => Kind::Forbidden,
            Self::SignInWrong | Self::PhoneUnknown => Kind::Unauthenticated,
            Self::PhoneTaken | Self::PhoneMissing | Self::LastWayIn => Kind::Conflict,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::PhoneInvalid | Self::CountryUnsupported | Self::PhoneUnknown | Self::PhoneTaken => {
                Some("phone")
            }
            Self::Required | Self::Wrong | Self::SignInWrong => Some("code"),
            Self::Off | Self::PhoneMissing | Self::LastWayIn => None,
        }
    }
}

#[cfg(test)]
#[path = "code_tests.rs"]
mod tests;
