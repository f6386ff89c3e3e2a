use kamachat_domain::accounts::{
    Account, AccountError, Email, Nickname, Password, RegistrationMode, Username,
};

use super::{Accounts, ClientInfo, SignedIn, invite};
use crate::{
    Error, Result,
    ports::{Budget, PortError},
    store::Transaction,
};

/// What somebody types to register, unchecked.
#[derive(Clone, Default)]
pub struct RegisterInput {
    pub username: String,
    pub password: String,
    pub nickname: Option<String>,
    pub email: Option<String>,
    pub setup_code: Option<String>,
    pub invite_code: Option<String>,
}

impl std::fmt::Debug for RegisterInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegisterInput").field("username", &self.username).finish_non_exhaustive()
    }
}

/// What a form for registration has to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Who may register now. Open as long as there is no account: the first one is always taken.
    pub registration: RegistrationMode,
    pub setup_code_required: bool,
    /// Characters, at least.
    pub password_min_length: usize,
    /// Whether the server sends mail: without, there is nothing to verify and no way to a forgotten password.
    pub mail: bool,
}

impl Accounts {
    /// What a form for registration has to ask, for everybody.
    pub async fn policy(&self) -> Result<Policy> {
        let first = self.is_empty().await?;
        Ok(Policy {
            registration: if first { RegistrationMode::Open } else { self.deps.registration },
            setup_code_required: first && self.deps.setup_code.is_some(),
            password_min_length: Password::SHORTEST,
            mail: self.deps.mail.is_some(),
        })
    }

    /// Makes an account and signs it in. The first account of a server becomes its administrator; where the
    /// server can be reached from other machines, that takes the set-up code. Later ones are subject to the
    /// registration mode, which is asked before anything says whether a name is taken. An address is a claim,
    /// whoever else has it; where mail is on, its owner is asked.
    pub async fn register(&self, input: RegisterInput, client: &ClientInfo) -> Result<SignedIn> {
        self.deps.limits.take(Budget::Register, &client.subject(), 1).await?;
        let username = Username::parse(&input.username)?;
        let nickname = given(input.nickname).map(|text| Nickname::parse(&text)).transpose()?;
        let email = given(input.email).map(|text| Email::parse(&text)).transpose()?;
        let codes = Codes { setup: given(input.setup_code), invite: given(input.invite_code) };
        let first = self.is_empty().await?;
        self.check_codes(&codes, first)?;
        let own = own_names(&username, nickname.as_ref(), email.as_ref());
        let password = self.judged(input.password, &own).await?;
        let hash = self.deps.passwords.hash(password.expose()).await?;

        let tx = self.deps.store.begin().await?;
        tx.accounts().lock_registration().await?;
        let first = !tx.accounts().any().await?;
        self.check_codes(&codes, first)?;
        if !first && self.deps.registration == RegistrationMode::Invite {
            invite::use_one(&*tx, codes.invite.as_deref().unwrap_or_default()).await?;
        }
        reject_taken(&*tx, &username).await?;
        let at = tx.now().await?;
        let account = Account::register(self.deps.ids.next().into(), username, nickname, email, first, at);
        tx.accounts().insert(&account, &hash).await.map_err(|error| match error {
            PortError::Duplicate => Error::from(AccountError::UsernameTaken),
            other => other.into(),
        })?;
        let (session, refresh) = self.start_session(&*tx, &account, client).await?;
        self.welcome(&*tx, &account, client).await?;
        tx.commit().await?;
        let device = self.new_device();
        Ok(self.signed_in(account, session.id, refresh).on_device(&*self.deps.tokens, device))
    }

    /// What can be told without the database: whether this registration has the code that it needs.
    fn check_codes(&self, codes: &Codes, first: bool) -> Result<()> {
        match (first, self.deps.registration) {
            (true, _) => self.check_setup_code(codes.setup.as_deref()),
            (false, RegistrationMode::Open) => Ok(()),
            (false, RegistrationMode::Closed) => Err(AccountError::RegistrationClosed.into()),
            (false, RegistrationMode::Invite) if codes.invite.is_none() => {
                Err(AccountError::InviteRequired.into())
            }
            (false, RegistrationMode::Invite) => Ok(()),
        }
    }

    fn check_setup_code(&self, presented: Option<&str>) -> Result<()> {
        let Some(expected) = self.deps.setup_code.as_deref() else { return Ok(()) };
        let presented = presented.ok_or(AccountError::SetupCodeRequired)?;
        if same(presented.trim(), expected) { Ok(()) } else { Err(AccountError::SetupCodeWrong.into()) }
    }
}

/// What lets somebody register.
struct Codes {
    setup: Option<String>,
    invite: Option<String>,
}

async fn reject_taken(tx: &dyn Transaction, username: &Username) -> Result<()> {
    if tx.accounts().by_username(username).await?.is_some() {
        return Err(AccountError::UsernameTaken.into());
    }
    Ok(())
}

/// What somebody who knows the person would try first.
fn own_names<'a>(
    username: &'a Username,
    nickname: Option<&'a Nickname>,
    email: Option<&'a Email>,
) -> Vec<&'a str> {
    let names = [Some(username.as_str()), nickname.map(Nickname::as_str)];
    names.into_iter().flatten().chain(email.into_iter().flat_map(Email::names)).collect()
}

/// An empty form field is no input.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// Compares without telling by its time where the first difference is.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |acc, (x, y)| acc | (x ^ y)) == 0
}
