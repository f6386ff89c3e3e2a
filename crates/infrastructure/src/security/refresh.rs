//! Refresh tokens: opaque, 256 bits, each exchanged for one that follows from it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use kamachat_application::ports::RefreshToken;
use sha2::{Digest, Sha256};

use super::Key;

/// The first token of a session.
pub(super) fn first(secret: [u8; 32]) -> RefreshToken {
    RefreshToken(URL_SAFE_NO_PAD.encode(secret))
}

/// The token after `used`. Only the server can tell it, and always tells the same.
pub(super) fn successor(key: &Key, used: &RefreshToken) -> RefreshToken {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose())
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.update(b"refresh-successor");
    mac.update(used.0.as_bytes());
    RefreshToken(URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}

/// What is stored of a token: it has 256 bits already, so a fast hash is enough.
pub(super) fn hash(token: &RefreshToken) -> [u8; 32] {
    Sha256::digest(token.0.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_successor_is_always_the_same_and_needs_the_servers_key() {
        let (key, other) = (Key::new([1; 32]), Key::new([2; 32]));
        let token = first([3; 32]);
        let next = successor(&key, &token);
        assert!(next == successor(&key, &token) && next != token);
        assert!(next != successor(&other, &token));
        assert_eq!(next.0.len(), 43);
        assert_ne!(hash(&token), hash(&next));
    }
}
