//! Codes of authenticator apps.

use kamachat_application::ports::{PortError, Totp};
use totp_rs::{Builder, Secret};

/// What apps show above the code.
const ISSUER: &str = "KamaChat";
/// Seconds of a step, the only number that all apps know.
const STEP: u64 = 30;

/// RFC 6238 by `totp-rs`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rfc6238;

impl Rfc6238 {
    fn of(secret: &[u8], username: &str) -> Result<totp_rs::Totp, PortError> {
        let builder = Builder::new()
            .with_secret(secret.to_vec())
            .with_step_duration(STEP)
            .with_issuer(Some(ISSUER))
            .with_account_name(username);
        builder.build().map_err(|_| PortError::Corrupt("a secret of an authenticator"))
    }
}

impl Totp for Rfc6238 {
    fn code(&self, secret: &[u8], step: i64) -> Result<u32, PortError> {
        let time = u64::try_from(step).unwrap_or_default().saturating_mul(STEP);
        let code = Self::of(secret, "")?.generate(time).to_string();
        code.parse().map_err(|_| PortError::Corrupt("a code that is no number"))
    }

    fn describe(&self, secret: &[u8], username: &str) -> Result<(String, String), PortError> {
        let totp = Self::of(secret, username)?;
        let url = totp.to_url().map_err(|_| PortError::Corrupt("a name that fits no address"))?;
        Ok((Secret::from(secret).to_base32(), url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (seconds, code) in
            [(59, 287_082), (1_111_111_109, 81_804), (1_111_111_111, 50_471), (20_000_000_000, 353_130)]
        {
            assert_eq!(Rfc6238.code(secret, seconds / 30).unwrap(), code);
        }
    }

    #[test]
    fn an_app_can_read_the_address() {
        let (text, url) = Rfc6238.describe(b"12345678901234567890", "Zhang.San").unwrap();
        assert_eq!(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(url.starts_with("otpauth://totp/KamaChat:Zhang.San?"), "{url}");
        assert!(url.contains(&format!("secret={text}")) && url.contains("issuer=KamaChat"), "{url}");
    }
}
