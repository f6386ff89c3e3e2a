//! Reverse proxies whose word about a client's address counts.

use std::net::IpAddr;

/// Networks of proxies: addresses with a prefix length, such as `10.0.0.0/8`, or single addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<(IpAddr, u8)>);

/// Text that is neither an address nor a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidNetwork(pub String);

impl std::fmt::Display for InvalidNetwork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} is neither an address nor a network like 10.0.0.0/8", self.0)
    }
}

impl std::error::Error for InvalidNetwork {}

impl TrustedProxies {
    /// # Errors
    /// [`InvalidNetwork`], with the text at fault.
    pub fn parse(networks: &[String]) -> Result<Self, InvalidNetwork> {
        networks.iter().map(|text| network(text)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether `peer` is one of them.
    #[must_use]
    pub fn contains(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.0.iter().any(|(base, prefix)| shares_prefix(*base, peer, *prefix))
    }

    /// The client's address: the last one in `forwarded` (values of `X-Forwarded-For`, in order) that is no
    /// trusted proxy, or the peer itself when the peer is not trusted.
    #[must_use]
    pub fn client(&self, peer: IpAddr, forwarded: &[&str]) -> IpAddr {
        let mut client = peer.to_canonical();
        let hops = forwarded.iter().rev().flat_map(|value| value.rsplit(','));
        for hop in hops {
            if !self.contains(client) {
                break;
            }
            let Ok(ip) = hop.trim().parse::<IpAddr>() else { break };
            client = ip.to_canonical();
        }
        client
    }
}

fn network(text: &str) -> Result<(IpAddr, u8), InvalidNetwork> {
    let invalid = || InvalidNetwork(text.to_owned());
    let (address, prefix) = text.split_once('/').map_or((text, None), |(ip, prefix)| (ip, Some(prefix)));
    let address: IpAddr = address.trim().parse().map_err(|_| invalid())?;
    let longest = if address.is_ipv4() { 32 } else { 128 };
    let prefix = prefix.map_or(Ok(longest), |text| text.trim().parse().map_err(|_| invalid()))?;
    if prefix > longest { Err(invalid()) } else { Ok((address, prefix)) }
}

fn shares_prefix(a: IpAddr, b: IpAddr, prefix: u8) -> bool {
    let (a, b, longest) = match (a, b) {
        (IpAddr::V4(a), IpAddr::V4(b)) => (u128::from(a.to_bits()), u128::from(b.to_bits()), 32),
        (IpAddr::V6(a), IpAddr::V6(b)) => (a.to_bits(), b.to_bits(), 128),
        _ => return false,
    };
    (a ^ b).checked_shr(longest - u32::from(prefix)).unwrap_or(0) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap_or_else(|_| unreachable!("{text}"))
    }

    fn proxies(networks: &[&str]) -> TrustedProxies {
        let networks: Vec<String> = networks.iter().map(ToString::to_string).collect();
        TrustedProxies::parse(&networks).unwrap_or_default()
    }

    #[test]
    fn only_trusted_proxies_name_the_client() {
        let proxies = proxies(&["10.0.0.0/8", "::1"]);
        assert_eq!(proxies.client(ip("1.2.3.4"), &["6.6.6.6"]), ip("1.2.3.4"));
        assert_eq!(proxies.client(ip("10.1.1.1"), &["6.6.6.6, 5.5.5.5, 10.2.2.2"]), ip("5.5.5.5"));
        assert_eq!(proxies.client(ip("10.1.1.1"), &["6.6.6.6", "5.5.5.5"]), ip("5.5.5.5"));
        assert_eq!(proxies.client(ip("10.1.1.1"), &["nonsense"]), ip("10.1.1.1"));
        assert_eq!(proxies.client(ip("::ffff:10.1.1.1"), &["9.9.9.9"]), ip("9.9.9.9"));
    }

    #[test]
    fn networks_are_checked_when_they_are_read() {
        assert!(proxies(&["0.0.0.0/0"]).contains(ip("8.8.8.8")));
        assert!(!proxies(&["192.168.1.7"]).contains(ip("192.168.1.8")));
        for bad in ["", "proxy", "10.0.0.0/33", "10.0.0/8", "::/129"] {
            assert!(TrustedProxies::parse(&[bad.to_owned()]).is_err(), "{bad}");
        }
    }
}
