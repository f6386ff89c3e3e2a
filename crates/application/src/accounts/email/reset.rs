use kamachat_domain::accounts::EmailPurpose;

use super::Letter;
use crate::{
    Result,
    accounts::{Accounts, ClientInfo, change_password::names},
    feed::{Announcements, FeedKind},
    ports::{Budget, Subject},
};

impl Accounts {
    /// Gives an account another password by the link of a mail. Every session of it ends; a second factor is
    /// asked for at the next sign-in as ever. A password that is refused leaves the link good.
    ///
    /// # Errors
    /// [`MailError::LinkInvalid`](kamachat_domain::accounts::MailError), `account.password_*`.
    pub async fn reset_password(&self, token: &str, password: String, client: &ClientInfo) -> Result<()> {
        self.deps.limits.take(Budget::SignIn, &client.subject(), 1).await?;
        let read = self.deps.store.read();
        let (seen, account) = self.link(&*read, token, EmailPurpose::Reset, read.now().await?).await?;
        drop(read);
        let password = self.judged(password, &names(&account)).await?;
        let hash = self.deps.passwords.hash(password.expose()).await?;

        let tx = self.deps.store.begin().await?;
        let at = tx.now().await?;
        let (_, account) = self.take_link(&*tx, token, &seen, at).await?;
        tx.accounts().set_password(account.id, &hash, at).await?;
        let ended = tx.sessions().revoke_all(account.id, None, at).await?;
        let event = tx.feed().append(account.id, FeedKind::Session, account.id.into(), at).await?;
        self.tell(&*tx, &account, &Letter::PasswordReset { username: account.username.as_str() }, client)
            .await?;
        tx.commit().await?;
        self.publish_ended(ended, at);
        let mut announcements = Announcements::default();
        announcements.add(account.id, event);
        announcements.publish(&*self.deps.bus);
        // Whoever forgot it has tried; the waits that this made are over with the old password.
        let logins = [Some(account.username.key()), account.email.map(|email| email.as_str().to_owned())];
        for login in logins.into_iter().flatten() {
            self.deps.limits.password_was_right(&Subject::Login(login)).await;
        }
        Ok(())
    }
}
