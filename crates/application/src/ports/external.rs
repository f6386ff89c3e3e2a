use kamachat_domain::{
    Timestamp,
    accounts::{ExternalSubject, IssuerName},
};
use uuid::Uuid;

/// What a verified token of another back end says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalClaims {
    pub issuer: IssuerName,
    pub subject: ExternalSubject,
    /// What the issuer calls the person, unchecked.
    pub name: Option<String>,
    /// When the token is over, whatever it says itself: by its own claim or by the age that is allowed here.
    pub expires_at: Timestamp,
    /// Always the same for the same token: the id of its session.
    pub session: Uuid,
    /// Binds the session to the token; no text that anybody knows hashes to it.
    pub fingerprint: [u8; 32],
}

/// Tokens that other back ends sign. Checking one never leaves this process.
pub trait ExternalTokens: Send + Sync {
    /// The claims of a token that is signed by a configured issuer for us and is good at `now`; `None` for
    /// anything else.
    fn verify(&self, token: &str, now: Timestamp) -> Option<ExternalClaims>;
}
