use std::sync::Arc;

use async_trait::async_trait;
use kamachat_domain::{
    Timestamp,
    accounts::{Phone, SmsCode},
};
use serde::{Deserialize, Serialize};

use crate::{
    jobs::{Job, JobError, JobHandler, JobKind},
    ports::{Clock, Sms, SmsGateway},
};

/// A code that is to be sent.
pub(super) const SMS: JobKind = JobKind::named("sms");

/// What a job to send a code knows. It is stored sealed. Never printed.
#[derive(Serialize, Deserialize)]
pub struct CodeText {
    phone: String,
    code: String,
    expires_at: Timestamp,
}

impl CodeText {
    pub(super) fn new(phone: &Phone, code: &SmsCode, expires_at: Timestamp) -> Self {
        Self { phone: phone.as_str().to_owned(), code: code.expose().to_owned(), expires_at }
    }
}

impl std::fmt::Debug for CodeText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeText(***)")
    }
}

/// Sends codes. One that comes twice is the same code: nobody is harmed.
pub struct SendCodes {
    gateway: Arc<dyn SmsGateway>,
    clock: Arc<dyn Clock>,
    text: String,
}

impl SendCodes {
    /// `text` has `{code}` where the code goes.
    #[must_use]
    pub fn new(gateway: Arc<dyn SmsGateway>, clock: Arc<dyn Clock>, text: String) -> Self {
        Self { gateway, clock, text }
    }
}

impl std::fmt::Debug for SendCodes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SendCodes").field("text", &self.text).finish_non_exhaustive()
    }
}

#[async_trait]
impl JobHandler for SendCodes {
    fn kind(&self) -> JobKind {
        SMS
    }

    async fn run(&self, job: &Job) -> Result<(), JobError> {
        let CodeText { phone, code, expires_at } = job.payload()?;
        if self.clock.now() >= expires_at {
            tracing::warn!(job = %job.id, "a code was not sent: it waited longer than it is good");
            return Ok(());
        }
        let to = Phone::from_stored(&phone).ok_or_else(|| JobError::Dead("no phone number".into()))?;
        let text = self.text.replace("{code}", &code);
        let sms = Sms { to: &to, code: &code, text: &text };
        self.gateway.send(sms).await.map_err(|error| {
            if error.is_transient() { JobError::Retry(error.into()) } else { JobError::Dead(error.into()) }
        })
    }
}
