use super::PortError;

/// Time-based codes as authenticator apps show them (RFC 6238: SHA-1, six digits, 30 seconds).
pub trait Totp: Send + Sync {
    /// The code of a step (Unix seconds / 30).
    fn code(&self, secret: &[u8], step: i64) -> Result<u32, PortError>;

    /// The secret as people type it, in base 32, and as an `otpauth:` address for a QR code.
    fn describe(&self, secret: &[u8], username: &str) -> Result<(String, String), PortError>;
}
