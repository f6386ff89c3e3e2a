//! Tokens that other back ends sign.

use hmac::{Hmac, Mac};
use jsonwebtoken::decode_header;
use kamachat_application::ports::{ExternalClaims, ExternalTokens};
use kamachat_domain::{Timestamp, accounts::IssuerName};
use sha2::Sha256;
use uuid::Uuid;

use super::{ForeignIssuer, Key};

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 8 * 1024;
/// Longest that a token can be good for, in seconds: as long as any session.
const LONGEST_LIFE: i64 = 180 * 24 * 3600;

/// The issuers that are trusted. Without any, every token is nobody's.
#[derive(Debug)]
pub struct ForeignTokens {
    issuers: Vec<ForeignIssuer>,
    key: Key,
}

impl ForeignTokens {
    /// `key` names sessions; nobody else knows it.
    #[must_use]
    pub fn new(issuers: Vec<ForeignIssuer>, key: Key) -> Self {
        Self { issuers, key }
    }

    /// Of the part that is signed: what can be written in several ways, such as the end of the signature, does
    /// not make another token.
    fn fingerprint(&self, issuer: &IssuerName, signed: &str) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.key.expose())
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        for part in ["external-token", issuer.as_str(), signed] {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac.finalize().into_bytes().into()
    }
}

impl ExternalTokens for ForeignTokens {
    fn verify(&self, token: &str, now: Timestamp) -> Option<ExternalClaims> {
        if self.issuers.is_empty() || token.len() > LONGEST {
            return None;
        }
        let header = decode_header(token).ok()?;
        let typ = header.typ.as_deref();
        let is_access = typ.is_none_or(|typ| ["JWT", "at+jwt"].iter().any(|t| typ.eq_ignore_ascii_case(t)));
        if !is_access || header.crit.is_some() {
            return None;
        }
        let now = now.timestamp();
        // Each issuer has its own key, and the token must name the issuer whose key fits: a key id alone
        // chooses nothing.
        let (issuer, accepted) = self
            .issuers
            .iter()
            .find_map(|issuer| Some((issuer.name(), issuer.verify(token, &header, now)?)))?;
        let (signed, _) = token.rsplit_once('.')?;
        let fingerprint = self.fingerprint(issuer, signed);
        Some(ExternalClaims {
            issuer: issuer.clone(),
            subject: accepted.subject,
            name: accepted.name,
            expires_at: Timestamp::from_timestamp(accepted.end.min(now.saturating_add(LONGEST_LIFE)), 0)?,
            session: session(accepted.made, &fingerprint),
            fingerprint,
        })
    }
}

/// An id that sorts among others by the time of the token.
fn session(second: i64, fingerprint: &[u8; 32]) -> Uuid {
    const LAST: u64 = (1 << 48) - 1;
    let millis = u64::try_from(second).unwrap_or(0).saturating_mul(1000).min(LAST);
    let mut rest = [0; 10];
    rest.copy_from_slice(&fingerprint[..10]);
    uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid()
}

#[cfg(test)]
#[path = "external_tests.rs"]
mod tests;
