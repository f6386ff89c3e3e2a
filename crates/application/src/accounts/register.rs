use kamachat_domain::accounts::{Account, AccountError, Email, Nickname, Password, Username};

use super::{Accounts, ClientInfo, SignedIn};
use crate::{Error, Result, ports::PortError, store::Transaction};

/// What somebody types to register, unchecked.
#[derive(Clone, Default)]
pub struct RegisterInput {
    pub username: String,
    pub password: String,
    pub nickname: Option<String>,
    pub email: Option<String>,
    pub setup_code: Option<String>,
}

impl std::fmt::Debug for RegisterInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegisterInput").field("username", &self.username).finish_non_exhaustive()
    }
}

impl Accounts {
    /// Makes an account and signs it in. The first account of a server becomes its administrator; where the
    /// server can be reached from other machines, that takes the set-up code.
    pub async fn register(&self, input: RegisterInput, client: &ClientInfo) -> Result<SignedIn> {
        let username = Username::parse(&input.username)?;
        let password = Password::parse(input.password)?;
        let nickname = given(input.nickname).map(|text| Nickname::parse(&text)).transpose()?;
        let email = given(input.email).map(|text| Email::parse(&text)).transpose()?;
        if !self.deps.store.read().accounts().any().await? {
            self.check_setup_code(input.setup_code.as_deref())?;
        }
        let hash = self.deps.passwords.hash(password.expose()).await?;

        let tx = self.deps.store.begin().await?;
        tx.accounts().lock_registration().await?;
        let first = !tx.accounts().any().await?;
        if first {
            self.check_setup_code(input.setup_code.as_deref())?;
        }
        reject_taken(&*tx, &username, email.as_ref()).await?;
        let at = tx.now().await?;
        let account = Account::register(self.deps.ids.next().into(), username, nickname, email, first, at);
        tx.accounts().insert(&account, &hash).await.map_err(|error| match error {
            PortError::Duplicate => Error::from(AccountError::UsernameTaken),
            other => other.into(),
        })?;
        let (session, refresh) = self.start_session(&*tx, &account, client).await?;
        tx.commit().await?;
        Ok(self.signed_in(account, session.id, refresh))
    }

    fn check_setup_code(&self, presented: Option<&str>) -> Result<()> {
        let Some(expected) = self.deps.setup_code.as_deref() else { return Ok(()) };
        let presented = presented.map(str::trim).filter(|code| !code.is_empty());
        let presented = presented.ok_or(AccountError::SetupCodeRequired)?;
        if same(presented, expected) { Ok(()) } else { Err(AccountError::SetupCodeWrong.into()) }
    }
}

async fn reject_taken(tx: &dyn Transaction, username: &Username, email: Option<&Email>) -> Result<()> {
    if tx.accounts().by_username(username).await?.is_some() {
        return Err(AccountError::UsernameTaken.into());
    }
    if let Some(email) = email
        && tx.accounts().by_email(email).await?.is_some()
    {
        return Err(AccountError::EmailTaken.into());
    }
    Ok(())
}

/// An empty form field is no input.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// Compares without telling by its time where the first difference is.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |acc, (x, y)| acc | (x ^ y)) == 0
}
