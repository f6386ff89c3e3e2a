use async_trait::async_trait;
use base64::{Engine, engine::general_purpose::STANDARD};
use kamachat_application::ports::{PortError, Sms, SmsGateway};
use reqwest::{
    Client,
    header::{AUTHORIZATION, CONTENT_TYPE},
};

use super::{ask, client, encode, refused};

/// An account at Twilio, or at a service that speaks as it does.
#[derive(Clone, Default)]
pub struct TwilioOptions {
    /// Without a slash at its end.
    pub url: String,
    pub account_sid: String,
    pub auth_token: String,
    /// A number, a sender's name, or a messaging service (`MG…`).
    pub from: String,
}

/// Sends by Twilio's Messages resource: a form, with basic authentication.
pub struct TwilioSms {
    client: Client,
    options: TwilioOptions,
}

impl TwilioSms {
    /// # Errors
    /// [`PortError::Refused`] when no connection can be prepared at all.
    pub fn new(options: TwilioOptions) -> Result<Self, PortError> {
        Ok(Self { client: client()?, options })
    }
}

impl std::fmt::Debug for TwilioSms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TwilioSms(***)")
    }
}

#[async_trait]
impl SmsGateway for TwilioSms {
    async fn send(&self, sms: Sms<'_>) -> Result<(), PortError> {
        let TwilioOptions { url, account_sid, auth_token, from } = &self.options;
        let sender = if from.starts_with("MG") { "MessagingServiceSid" } else { "From" };
        let body = encode::form(&[("To", sms.to.as_str()), (sender, from), ("Body", sms.text)]);
        let sid = encode::percent(account_sid);
        let credentials = STANDARD.encode(format!("{account_sid}:{auth_token}"));
        let request = self
            .client
            .post(format!("{url}/2010-04-01/Accounts/{sid}/Messages.json"))
            .header(AUTHORIZATION, format!("Basic {credentials}"))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body);
        let status = ask(request).await?.status();
        if status.is_success() { Ok(()) } else { Err(refused(status)) }
    }
}

#[cfg(test)]
#[path = "twilio_tests.rs"]
mod tests;
