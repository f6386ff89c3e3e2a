use kamachat_domain::accounts::{Account, AccountError, Email, Username};

use super::{Accounts, ClientInfo, SignedIn};
use crate::Result;

impl Accounts {
    /// Signs in with a user name or an e-mail address. Unknown names, wrong passwords and disabled accounts
    /// get the same answer after the same work.
    pub async fn sign_in(&self, login: &str, password: &str, client: &ClientInfo) -> Result<SignedIn> {
        let (account, hash) = self.load_login(login).await?;
        let matches = self.deps.passwords.verify(password, hash.as_ref()).await?;
        let account = account.filter(|account| matches && account.is_active());
        let account = account.ok_or(AccountError::WrongCredentials)?;

        let tx = self.deps.store.begin().await?;
        let (session, refresh) = self.start_session(&*tx, &account, client).await?;
        tx.commit().await?;
        Ok(self.signed_in(account, session.id, refresh))
    }

    async fn load_login(&self, login: &str) -> Result<(Option<Account>, Option<crate::ports::PasswordHash>)> {
        let read = self.deps.store.read();
        let login = login.trim();
        let account = if login.contains('@') {
            match Email::parse(login) {
                Ok(email) => read.accounts().by_email(&email).await?,
                Err(_) => None,
            }
        } else {
            match Username::parse(login) {
                Ok(username) => read.accounts().by_username(&username).await?,
                Err(_) => None,
            }
        };
        let hash = match &account {
            Some(account) => read.accounts().password(account.id).await?,
            None => None,
        };
        Ok((account, hash))
    }
}
