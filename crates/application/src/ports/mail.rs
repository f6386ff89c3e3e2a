use async_trait::async_trait;

use super::Source;

/// One mail to one address. Its text holds links that are worth as much as a password: never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// Names the mail: sent a second time, it is the same one.
    pub id: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mail(***)")
    }
}

/// Why a mail was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MailFailure {
    /// The other side will never take it: there is no such address, say.
    #[error("refused for good")]
    Refused(#[source] Source),
    /// The same mail may be taken later.
    #[error("not taken")]
    Failed(#[source] Source),
}

/// Hands mails to a server that delivers them.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Returns when the server has taken the mail.
    ///
    /// # Errors
    /// [`MailFailure`].
    async fn send(&self, mail: &Mail) -> Result<(), MailFailure>;
}
