use async_trait::async_trait;
use kamachat_domain::accounts::Phone;

use super::PortError;

/// A text message with a code. Never printed.
#[derive(Clone, Copy)]
pub struct Sms<'a> {
    pub to: &'a Phone,
    /// The code alone: some gateways fill in a text of their own.
    pub code: &'a str,
    /// The whole text.
    pub text: &'a str,
}

impl std::fmt::Debug for Sms<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sms(***)")
    }
}

/// Sends text messages.
#[async_trait]
pub trait SmsGateway: Send + Sync {
    /// Hands a message over. [`PortError::Unavailable`] when the same message may be taken later,
    /// [`PortError::Refused`] when it will not. The error never holds the number or the code.
    async fn send(&self, sms: Sms<'_>) -> Result<(), PortError>;
}
