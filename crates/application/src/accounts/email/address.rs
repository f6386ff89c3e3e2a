use kamachat_domain::accounts::{Account, Email, EmailPurpose, MailError};

use super::{Letter, Mailing, language};
use crate::{
    Actor, Result,
    accounts::{Accounts, ClientInfo},
    ports::Budget,
    store::Transaction,
};

impl Accounts {
    /// Sends the link for the actor's address again; earlier links end.
    ///
    /// # Errors
    /// [`MailError`]; too many requests when the address got enough of them.
    pub async fn verify_again(&self, actor: &Actor, client: &ClientInfo) -> Result<()> {
        self.mailing()?;
        self.deps.limits.take(Budget::Mail, &client.subject(), 1).await?;
        let tx = self.deps.store.begin().await?;
        tx.accounts().lock(actor.account_id).await?;
        let account = self.me_in(&*tx, actor).await?;
        if account.email_verified {
            return Err(MailError::AlreadyVerified.into());
        }
        let email = account.email.clone().ok_or(MailError::NoAddress)?;
        self.ask_for(&*tx, &account, EmailPurpose::Verify, &email, client).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Begins to give the actor's account another address: it counts once the link in the mail to it is used.
    /// Whether somebody else has it makes no difference that can be seen here; that person is told.
    ///
    /// # Errors
    /// [`MailError`]; what [`Accounts::confirm_identity`] refuses; too many requests.
    pub async fn change_email(
        &self,
        actor: &Actor,
        email: &str,
        proof: (&str, Option<&str>),
        client: &ClientInfo,
    ) -> Result<()> {
        self.mailing()?;
        let email = Email::parse(email)?;
        self.deps.limits.take(Budget::Mail, &client.subject(), 1).await?;
        self.confirm_identity(actor, proof.0, proof.1).await?;
        let tx = self.deps.store.begin().await?;
        tx.accounts().lock(actor.account_id).await?;
        let account = self.me_in(&*tx, actor).await?;
        if account.verified_email() == Some(&email) {
            return Err(MailError::AlreadyVerified.into());
        }
        self.ask_for(&*tx, &account, EmailPurpose::Change, &email, client).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Sends the first link to the address that a new account was opened with, if there is one. The account
    /// stays without a link when its address had enough of them.
    pub(in crate::accounts) async fn welcome(
        &self,
        tx: &dyn Transaction,
        account: &Account,
        client: &ClientInfo,
    ) -> Result<()> {
        let (Some(_), Some(email)) = (&self.deps.mail, &account.email) else { return Ok(()) };
        match self.ask_for(tx, account, EmailPurpose::Verify, email, client).await {
            Err(crate::Error::TooFast(_)) => Ok(()),
            done => done,
        }
    }

    /// Asks the owner of an address whether it belongs to the account. The owner who uses it for another
    /// account already is told instead; the link that is made all the same is known to nobody.
    async fn ask_for(
        &self,
        tx: &dyn Transaction,
        account: &Account,
        purpose: EmailPurpose,
        email: &Email,
        client: &ClientInfo,
    ) -> Result<()> {
        let mailing: &Mailing = self.mailing()?;
        let link = self.new_link(tx, mailing, account, purpose, email).await?;
        let holder = tx.emails().holder(email).await?.filter(|holder| *holder != account.id);
        let (reader, letter) = match holder {
            Some(holder) => (holder, Letter::Taken),
            None => (account.id, Letter::Verify { username: account.username.as_str(), link: &link }),
        };
        let settings = tx.settings().settings(reader).await?;
        let until = tx.now().await? + purpose.life();
        self.post(tx, email, &letter, language(&settings, client), Some(until)).await
    }
}
