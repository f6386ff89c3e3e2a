//! One back end whose tokens are taken: its key, and what its tokens must say.

use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation, decode};
use kamachat_domain::accounts::{ExternalSubject, IssuerName};
use serde_json::{Map, Value};

/// Fewest bytes of a shared secret (RFC 7518: as long as the hash).
const LEAST_SECRET: usize = 32;
/// Fewest different bytes in it: one letter, repeated, is no secret.
const LEAST_VARIETY: usize = 8;
/// How far the clocks of the two servers may be apart, in seconds, for `nbf` and `iat`. Nothing is added to
/// `exp`.
const SKEW: i64 = 60;

/// How an issuer signs. Nothing else is taken from it, whatever a token's header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForeignAlgorithm {
    /// HMAC with a secret that both sides know: either can sign for anybody.
    Hs256,
    Rs256,
    EdDsa,
}

/// What to know about an issuer.
#[derive(Clone)]
pub struct IssuerOptions {
    pub name: IssuerName,
    pub algorithm: ForeignAlgorithm,
    /// The secret's bytes, or a public key as PEM.
    pub key: Vec<u8>,
    /// What `iss` must be.
    pub issuer: String,
    /// What `aud` must be or contain. Without, a token must not have one; only with a shared secret.
    pub audience: Option<String>,
    /// What `kid` must be in the header; without, it is not looked at.
    pub kid: Option<String>,
    /// What `prv` must be: Laravel's name for the kind of user.
    pub prv: Option<String>,
    pub subject_claim: String,
    pub name_claim: String,
    /// Seconds after `iat` that a token is good for at most; without, it must have an `exp`.
    pub max_age: Option<i64>,
}

/// Why an issuer cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IssuerError {
    #[error("a shared secret has at least 32 bytes, and they are random")]
    SecretWeak,
    #[error("the key is not a public key of this algorithm, as PEM")]
    NotPublicKey,
    #[error("an audience is needed; only with HS256 it may be left out")]
    AudienceMissing,
}

/// An issuer that is ready to check tokens.
pub struct ForeignIssuer {
    options: IssuerOptions,
    key: DecodingKey,
    validation: Validation,
}

/// What a good token says.
pub(super) struct Accepted {
    pub subject: ExternalSubject,
    pub name: Option<String>,
    /// Second when it is over.
    pub end: i64,
    /// A second that the token names, always the same for the same token.
    pub made: i64,
}

impl ForeignIssuer {
    /// # Errors
    /// [`IssuerError`].
    pub fn new(options: IssuerOptions) -> Result<Self, IssuerError> {
        let (algorithm, key) = match options.algorithm {
            ForeignAlgorithm::Hs256 => (Algorithm::HS256, shared_secret(&options.key)?),
            ForeignAlgorithm::Rs256 => (Algorithm::RS256, public(&options.key, DecodingKey::from_rsa_pem)?),
            ForeignAlgorithm::EdDsa => (Algorithm::EdDSA, public(&options.key, DecodingKey::from_ed_pem)?),
        };
        if options.audience.is_none() && options.algorithm != ForeignAlgorithm::Hs256 {
            return Err(IssuerError::AudienceMissing);
        }
        Ok(Self { options, key, validation: signature_only(algorithm) })
    }

    pub(super) fn name(&self) -> &IssuerName {
        &self.options.name
    }

    /// Checks the signature before anything that the token says, and then every claim. Keys that the header
    /// names or brings along (`jwk`, `jku`, `x5u`) are never looked at: nothing here opens a connection.
    pub(super) fn verify(&self, token: &str, header: &Header, now: i64) -> Option<Accepted> {
        let is_ours = self.options.kid.is_none() || header.kid == self.options.kid;
        if !is_ours || !self.validation.algorithms.contains(&header.alg) {
            return None;
        }
        let claims = decode::<Map<String, Value>>(token, &self.key, &self.validation).ok()?.claims;
        self.accept(&claims, now)
    }

    fn accept(&self, claims: &Map<String, Value>, now: i64) -> Option<Accepted> {
        let options = &self.options;
        let prv_fits = options.prv.as_ref().is_none_or(|prv| claims.get("prv") == Some(&prv.as_str().into()));
        let issuer_fits = claims.get("iss") == Some(&options.issuer.as_str().into());
        if !issuer_fits || !prv_fits || !audience_fits(claims.get("aud"), options.audience.as_deref()) {
            return None;
        }
        let [exp, iat, nbf] = ["exp", "iat", "nbf"].map(|claim| second(claims.get(claim)));
        let (exp, iat, nbf) = (exp?, iat?, nbf?);
        let latest = now.saturating_add(SKEW);
        if iat.is_some_and(|iat| iat > latest) || nbf.is_some_and(|nbf| nbf > latest) {
            return None;
        }
        let by_age = options.max_age.map(|age| iat.map(|iat| iat.saturating_add(age)));
        // With a greatest age a token says when it was made; without, when it is over.
        let end = match by_age {
            Some(oldest) => exp.map_or(oldest, |exp| oldest.map(|oldest| oldest.min(exp)))?,
            None => exp?,
        };
        let name = claims.get(&options.name_claim).map(|name| name.as_str().map(str::to_owned));
        let name = name.map_or(Some(None), |name| name.map(Some))?;
        let subject = subject(claims.get(&options.subject_claim)?)?;
        (now < end).then_some(Accepted { subject, name, end, made: iat.unwrap_or(end) })
    }
}

fn shared_secret(secret: &[u8]) -> Result<DecodingKey, IssuerError> {
    let mut different = secret.to_vec();
    different.sort_unstable();
    different.dedup();
    if secret.len() < LEAST_SECRET || different.len() < LEAST_VARIETY {
        return Err(IssuerError::SecretWeak);
    }
    Ok(DecodingKey::from_secret(secret))
}

/// A private key has no business here, and would be taken by the library.
fn public(
    pem: &[u8],
    read: fn(&[u8]) -> jsonwebtoken::errors::Result<DecodingKey>,
) -> Result<DecodingKey, IssuerError> {
    let starts = ["-----BEGIN PUBLIC KEY-----", "-----BEGIN RSA PUBLIC KEY-----"];
    let text = pem.trim_ascii();
    if !starts.iter().any(|start| text.starts_with(start.as_bytes())) {
        return Err(IssuerError::NotPublicKey);
    }
    read(text).map_err(|_| IssuerError::NotPublicKey)
}

/// The library checks algorithm and signature; claims are ours to check, with the time that we are given.
fn signature_only(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation
}

/// A text or a list of texts. A token for somebody else is not for us, also when we expect no audience.
fn audience_fits(claim: Option<&Value>, expected: Option<&str>) -> bool {
    match (claim, expected) {
        (None, None) => true,
        (Some(Value::String(aud)), Some(expected)) => aud == expected,
        (Some(Value::Array(all)), Some(expected)) => {
            all.iter().all(Value::is_string) && all.iter().any(|aud| aud == expected)
        }
        _ => false,
    }
}

/// A claim that is a whole number of seconds, or not there. `None` when it is anything else.
#[expect(clippy::option_option, reason = "absent and wrong are not the same")]
fn second(claim: Option<&Value>) -> Option<Option<i64>> {
    match claim {
        None => Some(None),
        Some(value) => value.as_i64().map(Some),
    }
}

/// Text; or a whole number, as Laravel writes it, which is the same as its digits.
fn subject(claim: &Value) -> Option<ExternalSubject> {
    match claim {
        Value::String(text) => ExternalSubject::parse(text),
        value => ExternalSubject::parse(&value.as_i64()?.to_string()),
    }
}

impl std::fmt::Debug for IssuerOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IssuerOptions").field("name", &self.name).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for ForeignIssuer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("ForeignIssuer").field(&self.options).finish()
    }
}
