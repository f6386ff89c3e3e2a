use async_trait::async_trait;
use kamachat_application::ports::{PortError, Sms, SmsGateway};

/// Writes messages into the server's log: for working on KamaChat, on a loopback address only.
#[derive(Clone, Copy, Debug, Default)]
pub struct ConsoleSms;

#[async_trait]
impl SmsGateway for ConsoleSms {
    async fn send(&self, sms: Sms<'_>) -> Result<(), PortError> {
        tracing::info!(target: "kamachat::sms", to = sms.to.as_str(), "{}", sms.text);
        Ok(())
    }
}
