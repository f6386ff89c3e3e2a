use kamachat_domain::{
    Timestamp,
    accounts::{Account, Email, Language},
};

use super::{
    Letter,
    jobs::{MAIL, MailJob},
    language, letters,
};
use crate::{
    Actor, Error, Result,
    accounts::{Accounts, ClientInfo},
    store::Transaction,
};

impl Accounts {
    /// Tells the owner of an account what happened to it, within the transaction that does it, if mail is on
    /// and the address is verified.
    pub(in crate::accounts) async fn tell(
        &self,
        tx: &dyn Transaction,
        account: &Account,
        letter: &Letter<'_>,
        client: &ClientInfo,
    ) -> Result<()> {
        let Some(email) = account.verified_email().filter(|_| self.deps.mail.is_some()) else {
            return Ok(());
        };
        let settings = tx.settings().settings(account.id).await?;
        self.post(tx, email, letter, language(&settings, client), None).await
    }

    /// Writes the letter and leaves it to a job; nothing is sent after `until`.
    pub(super) async fn post(
        &self,
        tx: &dyn Transaction,
        to: &Email,
        letter: &Letter<'_>,
        language: Language,
        until: Option<Timestamp>,
    ) -> Result<()> {
        let written = letters::write(letter, language);
        let job = MailJob::Send {
            to: to.as_str().to_owned(),
            subject: written.subject,
            text: written.text,
            html: written.html,
            until: until.map(|at| at.timestamp_millis()),
        };
        self.deps.jobs.add(tx, MAIL, &job).await?;
        Ok(())
    }

    /// The actor's account as `tx` sees it.
    pub(in crate::accounts) async fn me_in(&self, tx: &dyn Transaction, actor: &Actor) -> Result<Account> {
        tx.accounts().find(actor.account_id).await?.ok_or(Error::NotFound)
    }
}
