use kamachat_domain::accounts::{Account, AccountError, Username};

use super::Accounts;
use crate::Result;

/// An administrator that the operator appointed.
#[derive(Debug)]
pub struct Appointed {
    pub account: Account,
    /// It was made now; else it existed and was promoted.
    pub created: bool,
}

impl Accounts {
    /// Makes an administrator, or an existing account one. With a password, the account gets it, and what was
    /// signed in before ends. For the operator at the server's own machine: no actor is asked for.
    ///
    /// # Errors
    /// [`AccountError::PasswordRequired`] when the account is new and there is no password.
    pub async fn appoint_admin(&self, username: &str, password: Option<String>) -> Result<Appointed> {
        let username = Username::parse(username)?;
        let hash = match password {
            Some(password) => {
                let password = self.judged(password, &[username.as_str()]).await?;
                Some(self.deps.passwords.hash(password.expose()).await?)
            }
            None => None,
        };
        let tx = self.deps.store.begin().await?;
        tx.accounts().lock_registration().await?;
        let at = tx.now().await?;
        let (account, created) = if let Some(mut account) = tx.accounts().by_username(&username).await? {
            account.promote();
            tx.accounts().save_standing(&account, at).await?;
            if let Some(hash) = &hash {
                tx.accounts().lock(account.id).await?;
                tx.accounts().set_password(account.id, hash, at).await?;
                tx.sessions().revoke_all(account.id, None, at).await?;
            }
            (account, false)
        } else {
            let hash = hash.as_ref().ok_or(AccountError::PasswordRequired)?;
            let account = Account::register(self.deps.ids.next().into(), username, None, None, true, at);
            tx.accounts().insert(&account, hash).await?;
            (account, true)
        };
        tx.commit().await?;
        Ok(Appointed { account, created })
    }
}
