//! Encryption of what is stored: AES-256-GCM with a random nonce, under a key that is not in the database.

use aws_lc_rs::aead::{AES_256_GCM, Aad, Nonce, RandomizedNonceKey};
use hmac::{Hmac, Mac};
use kamachat_application::ports::{PortError, Sealer};
use sha2::Sha256;

use super::Key;

/// Bytes of the nonce before the ciphertext.
const NONCE: usize = 12;

/// Seals with AES-256-GCM and hashes with HMAC-SHA-256, each under a key of its own derived from one.
pub struct AeadSealer {
    cipher: RandomizedNonceKey,
    hash: Key,
}

impl AeadSealer {
    #[must_use]
    pub fn new(key: &Key) -> Self {
        let cipher = RandomizedNonceKey::new(&AES_256_GCM, &mac(key.expose(), &[b"seal"]))
            .unwrap_or_else(|_| unreachable!("a key of 32 bytes is what the cipher takes"));
        Self { cipher, hash: Key::new(mac(key.expose(), &[b"hash"])) }
    }
}

impl std::fmt::Debug for AeadSealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AeadSealer(***)")
    }
}

impl Sealer for AeadSealer {
    fn seal(&self, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, PortError> {
        let mut text = plain.to_vec();
        let nonce = self.cipher.seal_in_place_append_tag(Aad::from(context), &mut text);
        let nonce = nonce.map_err(|_| PortError::Refused("this cannot be encrypted".into()))?;
        Ok([nonce.as_ref().as_slice(), &text].concat())
    }

    fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Vec<u8>, PortError> {
        const WRONG: PortError = PortError::Corrupt("a sealed value does not open");
        let (nonce, text) = sealed.split_at_checked(NONCE).ok_or(WRONG)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| WRONG)?;
        let mut text = text.to_vec();
        let plain = self.cipher.open_in_place(nonce, Aad::from(context), &mut text).map_err(|_| WRONG)?;
        Ok(plain.to_vec())
    }

    fn keyed_hash(&self, context: &[u8], secret: &[u8]) -> [u8; 32] {
        // The length keeps a longer context with a shorter secret apart.
        mac(self.hash.expose(), &[&(context.len() as u64).to_be_bytes(), context, secret])
    }
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(byte: u8) -> AeadSealer {
        AeadSealer::new(&Key::new([byte; 32]))
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_and_context_only() {
        let sealed = sealer(1).seal(b"row 1", b"a secret").unwrap();
        assert_eq!(sealer(1).open(b"row 1", &sealed).unwrap(), b"a secret");
        assert!(sealer(2).open(b"row 1", &sealed).is_err());
        assert!(sealer(1).open(b"row 2", &sealed).is_err());
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(sealer(1).open(b"row 1", &changed).is_err(), "{at}");
            assert!(sealer(1).open(b"row 1", &sealed[..at]).is_err(), "{at}");
        }
        assert_ne!(sealed, sealer(1).seal(b"row 1", b"a secret").unwrap(), "a nonce is used once");
        assert_eq!(sealed.len(), NONCE + 8 + 16);
    }

    #[test]
    fn a_keyed_hash_depends_on_key_context_and_secret() {
        let hash = sealer(1).keyed_hash(b"ab", b"c");
        assert_eq!(hash, sealer(1).keyed_hash(b"ab", b"c"));
        assert_ne!(hash, sealer(2).keyed_hash(b"ab", b"c"));
        assert_ne!(hash, sealer(1).keyed_hash(b"a", b"bc"));
        assert_ne!(hash, sealer(1).keyed_hash(b"ab", b"d"));
    }
}
