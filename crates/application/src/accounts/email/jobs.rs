use std::sync::Arc;

use async_trait::async_trait;
use kamachat_domain::accounts::Language;
use serde::{Deserialize, Serialize};

use crate::{
    accounts::{Accounts, ClientInfo},
    jobs::{Job, JobError, JobHandler, JobKind},
    ports::{Clock, Mail, MailFailure, Mailer},
};

/// Mails, and what leads to them.
pub(super) const MAIL: JobKind = JobKind::named("mail");

/// What a job about mail has to do.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum MailJob {
    /// Somebody forgot the password of a name that may not exist.
    Forgot { login: String, chinese: bool },
    /// A mail that is written.
    Send {
        to: String,
        subject: String,
        text: String,
        html: String,
        /// Unix milliseconds after which the mail is of no use.
        until: Option<i64>,
    },
}

/// Does the jobs of kind `mail`.
pub struct MailHandler {
    accounts: Arc<Accounts>,
    mailer: Arc<dyn Mailer>,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for MailHandler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailHandler")
    }
}

impl MailHandler {
    #[must_use]
    pub fn new(accounts: Arc<Accounts>, mailer: Arc<dyn Mailer>, clock: Arc<dyn Clock>) -> Self {
        Self { accounts, mailer, clock }
    }
}

#[async_trait]
impl JobHandler for MailHandler {
    fn kind(&self) -> JobKind {
        MAIL
    }

    async fn run(&self, job: &Job) -> Result<(), JobError> {
        match job.payload::<MailJob>()? {
            MailJob::Forgot { login, chinese } => {
                let language = if chinese { Language::Chinese } else { Language::English };
                let client = ClientInfo { language, ..ClientInfo::default() };
                Ok(self.accounts.send_reset(&login, &client).await?)
            }
            MailJob::Send { until: Some(until), .. } if until < self.clock.now().timestamp_millis() => {
                Err(JobError::Dead("the link in this mail is over".into()))
            }
            MailJob::Send { to, subject, text, html, .. } => {
                let mail = Mail { id: job.id.to_string(), to, subject, text, html };
                self.mailer.send(&mail).await.map_err(|failure| match failure {
                    MailFailure::Refused(source) => JobError::Dead(source),
                    MailFailure::Failed(source) => JobError::Retry(source),
                })
            }
        }
    }
}
