use kamachat_domain::accounts::{
    Account, AccountError, CodeChallenge, CodeError, CodePurpose, Email, Nickname, Password, Phone,
    RegistrationMode, Username,
};

use super::{Accounts, ClientInfo, SignedIn, codes::Holder, invite};
use crate::{
    Error, Result,
    ports::{Budget, PasswordHash, PortError},
    store::Transaction,
};

/// What somebody types to register, unchecked.
#[derive(Clone, Default)]
pub struct RegisterInput {
    pub username: String,
    /// Only with a number may it be left out: then the account signs in by codes.
    pub password: Option<String>,
    pub nickname: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    /// That was sent to the number.
    pub code: Option<String>,
    pub setup_code: Option<String>,
    pub invite_code: Option<String>,
}

impl std::fmt::Debug for RegisterInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RegisterInput").field("username", &self.username).finish_non_exhaustive()
    }
}

/// What a form for registration has to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Who may register now. Open as long as there is no account: the first one is always taken.
    pub registration: RegistrationMode,
    pub setup_code_required: bool,
    /// Characters, at least.
    pub password_min_length: usize,
    /// Whether the server sends mail: without, there is nothing to verify and no way to a forgotten password.
    pub mail: bool,
    /// Where codes are sent to; `None` where none are.
    pub codes: Option<CodeCountries>,
}

/// Which numbers get codes, by calling codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeCountries {
    /// Of numbers that are written without one.
    pub default: u16,
    /// Empty: all.
    pub allowed: Vec<u16>,
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
            codes: self.deps.codes.as_ref().map(|rules| CodeCountries {
                default: rules.default_country,
                allowed: rules.countries.clone(),
            }),
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
        let proven = self.number(given(input.phone), given(input.code))?;
        let codes = Codes { setup: given(input.setup_code), invite: given(input.invite_code) };
        let first = self.is_empty().await?;
        self.check_codes(&codes, first)?;
        let own = own_names(&username, nickname.as_ref(), email.as_ref());
        let hash = match given(input.password) {
            Some(password) => {
                let password = self.judged(password, &own).await?;
                Some(self.deps.passwords.hash(password.expose()).await?)
            }
            None if proven.is_some() => None,
            None => return Err(AccountError::PasswordRequired.into()),
        };

        let tx = self.deps.store.begin().await?;
        tx.accounts().lock_registration().await?;
        let first = !tx.accounts().any().await?;
        self.check_codes(&codes, first)?;
        // Before anything that a wrong code must not use up or tell.
        let Some(right) = self.right_number(&*tx, proven.as_ref()).await? else {
            tx.commit().await?;
            return Err(CodeError::Wrong.into());
        };
        if !first && self.deps.registration == RegistrationMode::Invite {
            invite::use_one(&*tx, codes.invite.as_deref().unwrap_or_default()).await?;
        }
        let phone = proven.map(|number| number.phone);
        reject_taken(&*tx, &username, phone.as_ref()).await?;
        let at = tx.now().await?;
        let account = Account::register(self.deps.ids.next().into(), username, nickname, email, first, at);
        let account = account.with_phone(phone);
        insert(&*tx, &account, hash.as_ref()).await?;
        if let Some(right) = right {
            self.use_up(&*tx, &right).await?;
        }
        let (session, refresh) = self.start_session(&*tx, &account, client).await?;
        self.welcome(&*tx, &account, client).await?;
        tx.commit().await?;
        let device = self.new_device();
        Ok(self.signed_in(account, session.id, refresh).on_device(&*self.deps.tokens, device))
    }

    /// The number that somebody registers with; it takes a code.
    fn number(&self, phone: Option<String>, code: Option<String>) -> Result<Option<Number>> {
        let Some(phone) = phone else { return Ok(None) };
        let phone = self.phone(&phone)?;
        Ok(Some(Number { phone, code: code.ok_or(CodeError::Required)? }))
    }

    /// `Some(None)` without a number, `None` for a wrong code.
    async fn right_number(
        &self,
        tx: &dyn Transaction,
        number: Option<&Number>,
    ) -> Result<Option<Option<CodeChallenge>>> {
        let Some(Number { phone, code }) = number else { return Ok(Some(None)) };
        let right = self.right_code(tx, CodePurpose::Register, phone, &[Holder::Anyone], code).await?;
        Ok(right.map(Some))
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

/// A number and what was sent to it.
struct Number {
    phone: Phone,
    code: String,
}

/// What lets somebody register.
struct Codes {
    setup: Option<String>,
    invite: Option<String>,
}

async fn insert(tx: &dyn Transaction, account: &Account, hash: Option<&PasswordHash>) -> Result<()> {
    let inserted = match hash {
        Some(hash) => tx.accounts().insert(account, hash).await,
        None => tx.phones().insert_without_password(account).await,
    };
    inserted.map_err(|error| match error {
        PortError::Duplicate => Error::from(AccountError::UsernameTaken),
        other => other.into(),
    })
}

async fn reject_taken(tx: &dyn Transaction, username: &Username, phone: Option<&Phone>) -> Result<()> {
    if tx.accounts().by_username(username).await?.is_some() {
        return Err(AccountError::UsernameTaken.into());
    }
    if let Some(phone) = phone
        && tx.phones().by_phone(phone).await?.is_some()
    {
        return Err(CodeError::PhoneTaken.into());
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
