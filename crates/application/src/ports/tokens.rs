use kamachat_domain::{
    Timestamp,
    ids::{AccountId, SessionId},
};

/// What a verified access token says. It proves who signed in, not that the session still is good: the
/// session's row decides that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccessClaims {
    pub account_id: AccountId,
    pub session_id: SessionId,
    pub expires_at: Timestamp,
}

/// An opaque refresh token. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct RefreshToken(pub String);

impl std::fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RefreshToken(***)")
    }
}

/// Access and refresh tokens.
pub trait Tokens: Send + Sync {
    /// How long an access token is good for, in seconds; at most 900.
    fn access_seconds(&self) -> u64;

    /// A signed access token.
    fn access(&self, account: AccountId, session: SessionId, now: Timestamp) -> String;

    /// The claims of a token that is signed by us, for us, and not expired; `None` for anything else.
    fn verify_access(&self, token: &str, now: Timestamp) -> Option<AccessClaims>;

    /// What a device keeps that signed in to this account.
    fn device(&self, account: AccountId, device: [u8; 16]) -> String;

    /// The device, when this token was made by us for this account.
    fn verify_device(&self, token: &str, account: AccountId) -> Option<[u8; 16]>;

    /// The first refresh token of a session, from a secret.
    fn refresh(&self, secret: [u8; 32]) -> RefreshToken;

    /// The token that `used` is exchanged for. Derived with a key of the server, so that a lost answer can be
    /// repeated without storing the successor.
    fn successor(&self, used: &RefreshToken) -> RefreshToken;

    /// What is stored of a refresh token.
    fn refresh_hash(&self, token: &RefreshToken) -> [u8; 32];
}
