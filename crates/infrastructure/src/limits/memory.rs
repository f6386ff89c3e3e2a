use std::{fmt, time::Duration};

use async_trait::async_trait;
use kamachat_application::ports::{Budget, RateLimiter, Subject, TooFast};
use kamachat_domain::accounts::Guesses;
use tokio::time::Instant;

use super::table::{Entry, Table};

/// What everybody may do: each number is for one minute unless it says otherwise, and as many may come at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Requests of one address.
    pub ip_requests: u32,
    /// Requests and frames of one account or session.
    pub account_requests: u32,
    pub sign_ins: u32,
    pub registrations: u32,
    pub refreshes: u32,
    pub lookups: u32,
    pub searches: u32,
    pub friend_requests: u32,
    pub reports: u32,
    pub groups: u32,
    pub messages: u32,
    /// Changes to messages that were sent.
    pub changes: u32,
    /// Mails that an address asks for.
    pub mails: u32,
    pub uploads: u32,
    /// Codes by SMS that one address asks for, in an hour.
    pub sms_codes: u32,
    /// The same, of a whole network.
    pub sms_codes_network: u32,
}

impl Rates {
    /// How many in which time.
    fn of(&self, budget: Budget, subject: &Subject) -> (u32, Duration) {
        let span = if budget == Budget::SmsCode { HOUR } else { MINUTE };
        let number = match (budget, subject) {
            (Budget::Requests, Subject::Ip(_)) => self.ip_requests,
            (Budget::Requests, _) => self.account_requests,
            (Budget::SignIn, _) => self.sign_ins,
            (Budget::Register, _) => self.registrations,
            (Budget::Refresh, _) => self.refreshes,
            (Budget::Lookup, _) => self.lookups,
            (Budget::Search, _) => self.searches,
            (Budget::FriendRequest, _) => self.friend_requests,
            (Budget::Report, _) => self.reports,
            (Budget::Group, _) => self.groups,
            (Budget::Message, _) => self.messages,
            (Budget::Change, _) => self.changes,
            (Budget::Mail, _) => self.mails,
            (Budget::Upload, _) => self.uploads,
            (Budget::SmsCode, Subject::Network(_)) => self.sms_codes_network,
            (Budget::SmsCode, _) => self.sms_codes,
        };
        (number.max(1), span)
    }
}

/// Limits of a single node.
pub struct MemoryLimits {
    rates: Rates,
    started: Instant,
    buckets: Table<Bucket>,
    guesses: Table<Tries>,
}

/// The time at which the bucket is full again, in nanoseconds since the start: all that a token bucket is.
#[derive(Clone, Copy, Default)]
struct Bucket(u64);

impl Entry for Bucket {
    fn owes(&self, now: u64) -> u64 {
        self.0.saturating_sub(now)
    }
}

#[derive(Clone, Copy, Default)]
struct Tries {
    guesses: Guesses,
    /// When the last one was, in nanoseconds since the start.
    last: u64,
}

impl Entry for Tries {
    fn owes(&self, now: u64) -> u64 {
        let remembered = now.saturating_sub(self.last) < nanos(Guesses::MEMORY);
        if remembered { u64::from(self.guesses.tries) } else { 0 }
    }
}

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

impl MemoryLimits {
    /// Everybody's budgets are full.
    #[must_use]
    pub fn new(rates: Rates) -> Self {
        Self { rates, started: Instant::now(), buckets: Table::new(), guesses: Table::new() }
    }

    fn now(&self) -> u64 {
        nanos(self.started.elapsed())
    }
}

#[async_trait]
impl RateLimiter for MemoryLimits {
    async fn take(&self, budget: Budget, subject: &Subject, cost: u32) -> Result<(), TooFast> {
        let (now, (rate, span)) = (self.now(), self.rates.of(budget, subject));
        let cost = nanos(span) / u64::from(rate) * u64::from(cost.min(rate));
        self.buckets.with(&(budget, subject), now, |bucket| {
            let full_at = bucket.0.max(now) + cost;
            match (full_at - now).checked_sub(nanos(span)) {
                None | Some(0) => {
                    bucket.0 = full_at;
                    Ok(())
                }
                Some(over) => Err(TooFast { retry_after: Duration::from_nanos(over) }),
            }
        })
    }

    async fn try_password(&self, subject: &Subject) -> Result<(), TooFast> {
        let now = self.now();
        self.guesses.with(subject, now, |tries| {
            if tries.owes(now) == 0 {
                *tries = Tries::default();
            }
            let next = tries.last.saturating_add(nanos(tries.guesses.wait()));
            match next.checked_sub(now) {
                Some(wait) if wait > 0 && tries.guesses.tries > 0 => {
                    Err(TooFast { retry_after: Duration::from_nanos(wait) })
                }
                _ => {
                    *tries = Tries { guesses: tries.guesses.and_another(), last: now };
                    Ok(())
                }
            }
        })
    }

    async fn password_was_right(&self, subject: &Subject) {
        self.guesses.with(subject, self.now(), |tries| *tries = Tries::default());
    }
}

impl fmt::Debug for MemoryLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryLimits").field("rates", &self.rates).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "memory_tests.rs"]
mod tests;
