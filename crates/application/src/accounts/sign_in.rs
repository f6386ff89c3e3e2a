use kamachat_domain::accounts::{Account, AccountError, Email, Place, Session, Username};

use super::{Accounts, ClientInfo, SignedIn, email::Letter, second_factor::Checked};
use crate::{
    Result,
    ports::{Budget, PasswordHash, PortError, Subject, Verdict},
    store::Transaction,
};

/// What somebody types to sign in, unchecked, and what his device brings along.
#[derive(Clone, Default)]
pub struct SignInInput {
    pub login: String,
    pub password: String,
    /// Where two-step sign-in is on: a code of the app, or a recovery code.
    pub otp: Option<String>,
    /// From an earlier sign-in on this device.
    pub device_token: Option<String>,
    /// Takes the wish to be erased back.
    pub restore: bool,
}

impl std::fmt::Debug for SignInInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignInInput(***)")
    }
}

impl Accounts {
    /// Signs in with a user name or an e-mail address. Unknown names, wrong passwords and disabled accounts
    /// get the same answer after the same work. A device that signed in before has a budget of its own, so
    /// that whoever guesses from elsewhere does not keep its owner out. Where two-step sign-in is on, the right
    /// password alone is answered by asking for a code. The account's other devices hear of a new session.
    pub async fn sign_in(&self, input: SignInInput, client: &ClientInfo) -> Result<SignedIn> {
        let (device, account) = match &input.device_token {
            Some(token) => self.find_device(&input.login, token).await?,
            None => (None, None),
        };
        let guessing = match device {
            Some(device) => Subject::Device(device),
            None => Subject::Login(comparable(&input.login)),
        };
        let from = if device.is_some() { guessing.clone() } else { client.subject() };
        self.deps.limits.take(Budget::SignIn, &from, 1).await?;
        self.deps.limits.try_password(&guessing).await?;

        // Who guesses without a known device is turned away above, before he costs the database anything.
        let account = match account {
            Some(account) => Some(account),
            None => self.find_login(&input.login).await?,
        };
        let hash = self.password_of(account.as_ref()).await?;
        let verdict = self.deps.passwords.verify(&input.password, hash.as_ref()).await?;
        let account = account.filter(|account| verdict.is_right() && account.may_return());
        let (mut account, hash) = account.zip(hash).ok_or(AccountError::WrongCredentials)?;
        self.deps.limits.password_was_right(&guessing).await;
        let better = if verdict == Verdict::Outdated { self.rehash(&input.password).await? } else { None };

        let tx = self.deps.store.begin().await?;
        still_right(&*tx, &account, &hash).await?;
        let place = if device.is_some() { Place::Known } else { Place::Elsewhere };
        let assurance = match self.check_otp(&*tx, account.id, input.otp.as_deref(), place).await? {
            Checked::Passed(assurance) => assurance,
            Checked::Refused(error) => {
                tx.commit().await?;
                return Err(error.into());
            }
        };
        self.come_back(&*tx, &mut account, input.restore).await?;
        let (session, refresh) = self.start_session_by(&*tx, &account, client, assurance).await?;
        if let Some(better) = better {
            tx.accounts().replace_password(account.id, &hash, &better, session.created_at).await?;
        }
        let announcements = self.announce_session(&*tx, account.id, session.id, session.created_at).await?;
        if device.is_none() {
            self.tell_new_device(&*tx, &account, &session, client).await?;
        }
        tx.commit().await?;
        announcements.publish(&*self.deps.bus);
        let device = device.unwrap_or_else(|| self.new_device());
        Ok(self.signed_in(account, session.id, refresh).on_device(&*self.deps.tokens, device))
    }

    /// The device of a token that was given out for the account of this login, and that account.
    async fn find_device(&self, login: &str, token: &str) -> Result<(Option<[u8; 16]>, Option<Account>)> {
        let account = self.find_login(login).await?;
        let device = account.as_ref().and_then(|account| self.deps.tokens.verify_device(token, account.id));
        Ok((device, account))
    }

    /// A hash of our own, unless there is too much to do: the next sign-in will make up for it.
    async fn rehash(&self, password: &str) -> Result<Option<PasswordHash>> {
        match self.deps.passwords.hash(password).await {
            Ok(hash) => Ok(Some(hash)),
            Err(PortError::Busy) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) async fn find_login(&self, login: &str) -> Result<Option<Account>> {
        let read = self.deps.store.read();
        let login = login.trim();
        Ok(if login.contains('@') {
            match Email::parse(login) {
                Ok(email) => read.accounts().by_email(&email).await?,
                Err(_) => None,
            }
        } else {
            match Username::parse(login) {
                Ok(username) => read.accounts().by_username(&username).await?,
                Err(_) => None,
            }
        })
    }

    async fn tell_new_device(
        &self,
        tx: &dyn Transaction,
        account: &Account,
        session: &Session,
        client: &ClientInfo,
    ) -> Result<()> {
        let (username, device) = (account.username.as_str(), session.device());
        let letter = Letter::NewDevice { username, device: &device, ip: &session.ip, at: session.created_at };
        self.tell(tx, account, &letter, client).await
    }

    async fn password_of(&self, account: Option<&Account>) -> Result<Option<PasswordHash>> {
        match account {
            Some(account) => Ok(self.deps.store.read().accounts().password(account.id).await?),
            None => Ok(None),
        }
    }
}

/// Hashing takes long enough for somebody to change the password or to disable the account meanwhile. That
/// ends all sessions, and this one must not begin after it.
async fn still_right(tx: &dyn Transaction, account: &Account, hash: &PasswordHash) -> Result<()> {
    tx.accounts().lock(account.id).await?;
    let same = tx.accounts().password(account.id).await?.as_ref() == Some(hash);
    let welcome = tx.accounts().find(account.id).await?.is_some_and(|account| account.may_return());
    if same && welcome { Ok(()) } else { Err(AccountError::WrongCredentials.into()) }
}

/// All spellings that find the same account are one name; what finds none is its own.
fn comparable(login: &str) -> String {
    let login = login.trim();
    match (Username::parse(login), Email::parse(login)) {
        (Ok(username), _) => username.key(),
        (_, Ok(email)) => email.as_str().to_owned(),
        _ => login.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::comparable;

    #[test]
    fn every_spelling_of_a_name_shares_its_tries() {
        assert_eq!(comparable(" Mei.Qi "), comparable("mei.qi"));
        assert_eq!(comparable("Mei@Example.COM"), comparable(" mei@example.com"));
        assert_ne!(comparable("mei"), comparable("mei.qi"));
    }
}
