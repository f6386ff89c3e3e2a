use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    time::Duration,
};

use async_trait::async_trait;
use kamachat_domain::ids::{AccountId, SessionId};

/// What somebody has a budget for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Budget {
    /// Calls and frames of any kind.
    Requests,
    SignIn,
    Register,
    Refresh,
    /// Looking for people.
    Lookup,
    /// Searching in what one sees anyway: messages, contacts, groups.
    Search,
    FriendRequest,
    /// Telling whoever runs the server.
    Report,
    /// Making groups, bringing people into them and joining them.
    Group,
    Message,
    /// Changing messages that were sent: editing, recalling, reacting, pinning, deleting.
    Change,
    /// Asking for a mail.
    Mail,
    /// Files that are taken in and worked on.
    Upload,
    /// A code by SMS, asked for.
    SmsCode,
}

/// Whose budget it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// An IPv4 address, or the /64 of an IPv6 address: one line has all of these.
    Ip(IpAddr),
    /// The IPv4 /24 or IPv6 /48 around an address.
    Network(IpAddr),
    Account(AccountId),
    Session(SessionId),
    /// A name to sign in with, in the form that names are compared in, whether it exists or not.
    Login(String),
    /// A device that signed in before.
    Device([u8; 16]),
}

impl Subject {
    /// The network that a client is limited by. An unknown address shares a budget with all unknown ones.
    #[must_use]
    pub fn ip(ip: Option<IpAddr>) -> Self {
        Self::Ip(match ip.map(|ip| ip.to_canonical()) {
            Some(IpAddr::V6(v6)) => Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64).into(),
            Some(v4) => v4,
            None => Ipv4Addr::UNSPECIFIED.into(),
        })
    }

    /// The network around a client: whoever rents one has all of its addresses.
    #[must_use]
    pub fn network(ip: Option<IpAddr>) -> Self {
        Self::Network(match ip.map(|ip| ip.to_canonical()) {
            Some(IpAddr::V6(v6)) => Ipv6Addr::from_bits(v6.to_bits() >> 80 << 80).into(),
            Some(IpAddr::V4(v4)) => Ipv4Addr::from_bits(v4.to_bits() >> 8 << 8).into(),
            None => Ipv4Addr::UNSPECIFIED.into(),
        })
    }
}

/// A budget is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many requests; try again later")]
pub struct TooFast {
    /// When the same call is taken again, if nothing else comes.
    pub retry_after: Duration,
}

impl TooFast {
    /// Whole seconds to wait, at least one.
    #[must_use]
    pub fn seconds(self) -> u64 {
        let seconds = self.retry_after.as_secs();
        seconds.saturating_add(u64::from(self.retry_after.subsec_nanos() > 0)).max(1)
    }
}

/// Budgets that refill evenly, and waits between wrong passwords. Needs no service beside the server; its
/// memory is bounded, and whoever fills it pushes out those who owe least.
#[async_trait]
pub trait RateLimiter: Send + Sync {
    /// Takes `cost` of a budget, or nothing.
    async fn take(&self, budget: Budget, subject: &Subject, cost: u32) -> Result<(), TooFast>;

    /// Counts a try at a password before it is checked, so that tries at the same moment count too. What is
    /// refused does not count.
    async fn try_password(&self, subject: &Subject) -> Result<(), TooFast>;

    /// The password was right: earlier tries are forgotten.
    async fn password_was_right(&self, subject: &Subject);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_one_subject() {
        let of = |text: &str| Subject::ip(text.parse().ok());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:10.0.0.1"), of("10.0.0.1"));
        assert_ne!(of("10.0.0.2"), of("10.0.0.1"));
        assert_eq!(of("nonsense"), of(""));
        let around = |text: &str| Subject::network(text.parse().ok());
        assert_eq!(around("2001:db8:1:2::1"), around("2001:db8:1:ffff::1"));
        assert_ne!(around("2001:db8:1::1"), around("2001:db8:2::1"));
        assert_eq!(around("::ffff:10.0.0.1"), around("10.0.0.254"));
        assert_ne!(around("10.0.1.1"), around("10.0.0.1"));
    }

    #[test]
    fn a_wait_is_told_in_whole_seconds_that_are_enough() {
        let told = |ms| TooFast { retry_after: Duration::from_millis(ms) }.seconds();
        assert_eq!([0, 1, 1000, 1001].map(told), [1, 1, 1, 2]);
    }
}
