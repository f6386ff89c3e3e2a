use kamachat_domain::accounts::{EmailPurpose, Language};

use super::{
    Letter,
    jobs::{MAIL, MailJob},
    language,
};
use crate::{
    Error, Result,
    accounts::{Accounts, ClientInfo},
    ports::Budget,
};

impl Accounts {
    /// Somebody forgot the password of `login`. Nothing is looked up here: known and unknown names are the
    /// same work and the same answer, and a job does the rest.
    ///
    /// # Errors
    /// [`MailError::Off`](kamachat_domain::accounts::MailError); too many requests of one address.
    pub async fn forgot_password(&self, login: &str, client: &ClientInfo) -> Result<()> {
        self.mailing()?;
        self.deps.limits.take(Budget::Mail, &client.subject(), 1).await?;
        let payload =
            MailJob::Forgot { login: login.to_owned(), chinese: client.language == Language::Chinese };
        let tx = self.deps.store.begin().await?;
        self.deps.jobs.add(&*tx, MAIL, &payload).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The job behind it: sends a link to the account's address, if that is verified and had not enough of
    /// them. Run again after a crash, it finds that a link was made a moment ago.
    pub(super) async fn send_reset(&self, login: &str, client: &ClientInfo) -> Result<()> {
        let Some(mailing) = &self.deps.mail else { return Ok(()) };
        let Some(found) = self.find_login(login).await? else { return Ok(()) };
        let tx = self.deps.store.begin().await?;
        tx.accounts().lock(found.id).await?;
        let account = tx.accounts().find(found.id).await?.filter(|account| account.is_active());
        let Some((account, email)) = account.and_then(|a| a.verified_email().cloned().map(|e| (a, e))) else {
            return Ok(());
        };
        let link = match self.new_link(&*tx, mailing, &account, EmailPurpose::Reset, &email).await {
            Ok(link) => link,
            Err(Error::TooFast(_)) => return Ok(()),
            Err(error) => return Err(error),
        };
        let settings = tx.settings().settings(account.id).await?;
        let until = tx.now().await? + EmailPurpose::Reset.life();
        let letter = Letter::Reset { username: account.username.as_str(), link: &link };
        self.post(&*tx, &email, &letter, language(&settings, client), Some(until)).await?;
        tx.commit().await?;
        Ok(())
    }
}
