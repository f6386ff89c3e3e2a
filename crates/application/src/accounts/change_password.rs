use kamachat_domain::accounts::{Account, AccountError};

use super::{Accounts, ClientInfo, email::Letter};
use crate::{Actor, Error, Result, ports::Subject};

impl Accounts {
    /// Gives the actor's account another password, or its first one: then `current` is a code to its number. Whoever has an open session must know the current one, and
    /// every other session ends: if somebody else was signed in, he is out.
    pub async fn change_password(
        &self,
        actor: &Actor,
        current: &str,
        new: String,
        client: &ClientInfo,
    ) -> Result<()> {
        let read = self.deps.store.read();
        let account = read.accounts().find(actor.account_id).await?.ok_or(Error::NotFound)?;
        let stored = read.accounts().password(account.id).await?;
        drop(read);
        let guessing = Subject::Account(account.id);
        self.deps.limits.try_password(&guessing).await?;
        match &stored {
            Some(stored) if self.deps.passwords.verify(current, Some(stored)).await?.is_right() => {}
            Some(_) => return Err(AccountError::WrongPassword.into()),
            None => self.confirm_by_code(actor, current).await?,
        }
        self.deps.limits.password_was_right(&guessing).await;
        let new = self.judged(new, &names(&account)).await?;
        let hash = self.deps.passwords.hash(new.expose()).await?;

        let tx = self.deps.store.begin().await?;
        tx.accounts().lock(account.id).await?;
        let at = tx.now().await?;
        let unchanged = match &stored {
            Some(stored) => tx.accounts().replace_password(account.id, stored, &hash, at).await?,
            None => tx.accounts().password(account.id).await?.is_none(),
        };
        if !unchanged {
            return Err(AccountError::WrongPassword.into());
        }
        if stored.is_none() {
            tx.accounts().set_password(account.id, &hash, at).await?;
        }
        let ended = tx.sessions().revoke_all(account.id, Some(actor.session_id), at).await?;
        let announcements = self.announce_session(&*tx, account.id, actor.session_id, at).await?;
        let letter = Letter::PasswordChanged { username: account.username.as_str() };
        self.tell(&*tx, &account, &letter, client).await?;
        tx.commit().await?;
        self.publish_ended(ended, at);
        announcements.publish(&*self.deps.bus);
        Ok(())
    }
}

/// What somebody who knows the person would try first.
pub(super) fn names(account: &Account) -> Vec<&str> {
    let mut names = vec![account.username.as_str(), account.nickname.as_str()];
    names.extend(account.email.iter().flat_map(|email| email.names()));
    names
}
