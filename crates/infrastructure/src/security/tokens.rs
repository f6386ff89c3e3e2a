//! Access tokens: JWT with HS256 and nothing else.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use kamachat_application::ports::{AccessClaims, RefreshToken, Tokens};
use kamachat_domain::{
    Timestamp,
    ids::{AccountId, SessionId},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Key, device, refresh};

/// Names in our tokens and how long they are good.
#[derive(Clone, Debug)]
pub struct JwtOptions {
    pub issuer: String,
    pub audience: String,
    /// 1 to 900 seconds.
    pub access_seconds: u64,
}

impl Default for JwtOptions {
    fn default() -> Self {
        Self { issuer: "kamachat".into(), audience: "kamachat-chat".into(), access_seconds: 600 }
    }
}

/// The type of our tokens (RFC 9068): another kind of JWT under the same key is no access token.
const TYP: &str = "at+jwt";
/// How far clocks of nodes may be apart, in seconds, for `nbf`. Nothing is added to `exp`.
const SKEW: i64 = 60;

/// Every claim is required and has one type; another type is an error, not an absent claim.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// A key that tokens of one issuer are checked with. Two issuers may use the same key id: the issuer in the
/// token must be the one that the key belongs to.
struct Trusted {
    issuer: String,
    kid: String,
    key: DecodingKey,
}

/// Access tokens signed by us, and refresh tokens.
pub struct JwtTokens {
    options: JwtOptions,
    header: Header,
    signing: EncodingKey,
    trusted: Vec<Trusted>,
    validation: Validation,
    refresh: Key,
}

impl JwtTokens {
    /// `access` signs, `refresh` derives successors.
    #[must_use]
    pub fn new(access: &Key, refresh: Key, options: JwtOptions) -> Self {
        let options = JwtOptions { access_seconds: options.access_seconds.clamp(1, 900), ..options };
        let kid = key_id(access);
        let mut header = Header::new(Algorithm::HS256);
        header.typ = Some(TYP.into());
        header.kid = Some(kid.clone());
        let key = DecodingKey::from_secret(access.expose());
        let trusted = vec![Trusted { issuer: options.issuer.clone(), kid, key }];
        let signing = EncodingKey::from_secret(access.expose());
        Self { options, header, signing, trusted, validation: signature_only(), refresh }
    }

    /// Whether verified claims are meant for us now.
    fn accept(&self, claims: &Claims, issuer: &str, now: i64) -> bool {
        let longest = claims.iat.saturating_add(900);
        claims.iss == issuer
            && claims.aud == self.options.audience
            && now < claims.exp
            && claims.exp <= longest
            && claims.nbf <= now.saturating_add(SKEW)
    }
}

/// The library checks algorithm and signature; claims are ours to check, with the time that we are given.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}

/// Names a key without telling it.
fn key_id(key: &Key) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"key-id");
    hasher.update(key.expose());
    hasher.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

impl Tokens for JwtTokens {
    fn access_seconds(&self) -> u64 {
        self.options.access_seconds
    }

    fn access(&self, account: AccountId, session: SessionId, now: Timestamp) -> String {
        let now = now.timestamp();
        let claims = Claims {
            iss: self.options.issuer.clone(),
            aud: self.options.audience.clone(),
            sub: account.to_string(),
            sid: session.to_string(),
            iat: now,
            nbf: now,
            exp: now.saturating_add_unsigned(self.options.access_seconds),
        };
        encode(&self.header, &claims, &self.signing)
            .unwrap_or_else(|_| unreachable!("strings and numbers can be written and HMAC cannot fail"))
    }

    fn verify_access(&self, token: &str, now: Timestamp) -> Option<AccessClaims> {
        let header = decode_header(token).ok()?;
        // Keys that the token brings along (`jwk`, `jku`, `x5u`) are never looked at.
        if header.alg != Algorithm::HS256 || header.typ.as_deref() != Some(TYP) || header.crit.is_some() {
            return None;
        }
        let kid = header.kid?;
        let mut keys = self.trusted.iter().filter(|trusted| trusted.kid == kid);
        let claims = keys.find_map(|trusted| {
            let claims = decode::<Claims>(token, &trusted.key, &self.validation).ok()?.claims;
            self.accept(&claims, &trusted.issuer, now.timestamp()).then_some(claims)
        })?;
        Some(AccessClaims {
            account_id: claims.sub.parse().ok()?,
            session_id: claims.sid.parse().ok()?,
            expires_at: Timestamp::from_timestamp(claims.exp, 0)?,
        })
    }

    fn device(&self, account: AccountId, device: [u8; 16]) -> String {
        device::token(&self.refresh, account, device)
    }

    fn verify_device(&self, token: &str, account: AccountId) -> Option<[u8; 16]> {
        device::verify(&self.refresh, token, account)
    }

    fn refresh(&self, secret: [u8; 32]) -> RefreshToken {
        refresh::first(secret)
    }

    fn successor(&self, used: &RefreshToken) -> RefreshToken {
        refresh::successor(&self.refresh, used)
    }

    fn refresh_hash(&self, token: &RefreshToken) -> [u8; 32] {
        refresh::hash(token)
    }
}

impl std::fmt::Debug for JwtTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JwtTokens").field("options", &self.options).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
