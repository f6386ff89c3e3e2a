use kamachat_domain::accounts::{AccountError, EmailPurpose};

use super::Letter;
use crate::{
    Error, Result,
    accounts::{Accounts, ClientInfo},
    feed::{Announcements, FeedKind},
    ports::{Budget, PortError},
};

impl Accounts {
    /// Uses the link of a mail to an address: the address is the account's, verified. Nobody has to be signed
    /// in; the other devices of the account learn of it, and an address that it had before is told.
    ///
    /// # Errors
    /// [`MailError::LinkInvalid`](kamachat_domain::accounts::MailError), [`AccountError::EmailTaken`] when
    /// another account was faster.
    pub async fn verify_email(&self, token: &str, client: &ClientInfo) -> Result<()> {
        self.deps.limits.take(Budget::SignIn, &client.subject(), 1).await?;
        let read = self.deps.store.read();
        let (seen, _) = self.link(&*read, token, EmailPurpose::Verify, read.now().await?).await?;
        drop(read);
        let tx = self.deps.store.begin().await?;
        let at = tx.now().await?;
        let (proof, account) = self.take_link(&*tx, token, &seen, at).await?;
        tx.emails().confirm(account.id, &proof.target, at).await.map_err(|error| match error {
            PortError::Duplicate => Error::from(AccountError::EmailTaken),
            other => other.into(),
        })?;
        let mut ended = EmailPurpose::ADDRESS.to_vec();
        if account.email.as_ref() != Some(&proof.target) {
            ended.push(EmailPurpose::Reset);
            self.tell(
                &*tx,
                &account,
                &Letter::AddressChanged { username: account.username.as_str() },
                client,
            )
            .await?;
        }
        tx.emails().end(account.id, &ended, at).await?;
        let event = tx.feed().append(account.id, FeedKind::Profile, account.id.into(), at).await?;
        tx.commit().await?;
        let mut announcements = Announcements::default();
        announcements.add(account.id, event);
        announcements.publish(&*self.deps.bus);
        Ok(())
    }
}
