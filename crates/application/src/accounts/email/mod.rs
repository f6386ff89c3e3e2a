//! E-mail: addresses that are verified, links that are good once, notices.
//!
//! An address that nobody has verified is a claim: several accounts may have it, and it gets no mail but the
//! one that asks. Whoever follows the link of that mail has the address, and the others keep a claim that
//! leads nowhere.

mod address;
mod confirm;
mod forgot;
mod jobs;
mod letters;
mod links;
mod notice;
pub mod repository;
mod reset;

use kamachat_domain::accounts::{EmailBudget, Language, MailError, Settings};

pub use jobs::MailHandler;
pub(super) use letters::Letter;

use super::{Accounts, ClientInfo};
use crate::Result;

/// How mails are made, where the server sends any.
#[derive(Clone, Debug)]
pub struct Mailing {
    /// What links begin with, such as `https://chat.example.org`.
    pub origin: String,
    pub budget: EmailBudget,
}

impl Accounts {
    /// # Errors
    /// [`MailError::Off`].
    fn mailing(&self) -> Result<&Mailing> {
        Ok(self.deps.mail.as_ref().ok_or(MailError::Off)?)
    }
}

/// What a person reads: what he chose, else what his browser asks for.
fn language(settings: &Settings, client: &ClientInfo) -> Language {
    if settings.language == Language::System { client.language } else { settings.language }
}
