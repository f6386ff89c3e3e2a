//! Device tokens: say that a device signed in to an account before. They open nothing; they give tries at a
//! password that guessing from elsewhere does not use up.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use kamachat_domain::ids::AccountId;
use sha2::Sha256;

use super::Key;

/// Bytes of a device's name.
const NAME: usize = 16;

fn mac(key: &Key, account: AccountId, device: &[u8]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.expose())
        .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
    mac.update(b"known-device");
    mac.update(account.as_uuid().as_bytes());
    mac.update(device);
    mac
}

pub(super) fn token(key: &Key, account: AccountId, device: [u8; NAME]) -> String {
    let mut bytes = device.to_vec();
    bytes.extend_from_slice(&mac(key, account, &device).finalize().into_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn verify(key: &Key, token: &str, account: AccountId) -> Option<[u8; NAME]> {
    let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
    let (device, proof) = bytes.split_at_checked(NAME)?;
    mac(key, account, device).verify_slice(proof).ok()?;
    device.try_into().ok()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_token_is_for_one_account_and_one_server_and_cannot_be_changed() {
        let (key, other) = (Key::new([1; 32]), Key::new([2; 32]));
        let (mei, tom): (AccountId, AccountId) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let token = token(&key, mei, [7; NAME]);
        assert_eq!(verify(&key, &token, mei), Some([7; NAME]));
        assert_eq!(verify(&key, &token, tom), None);
        assert_eq!(verify(&other, &token, mei), None);
        let changed = token.replacen('B', "C", 1);
        assert!(changed != token && verify(&key, &changed, mei).is_none());
        for bad in ["", "x", "BwcHBwcHBwcHBwcHBwcHBw", &token[1..], &token[..40]] {
            assert_eq!(verify(&key, bad, mei), None, "{bad}");
        }
    }
}
