//! Accounts: register, sign in, keep and end sessions.

mod appoint;
mod authenticate;
mod avatar;
mod change_password;
pub mod codes;
mod devices;
pub mod email;
pub mod export;
pub mod external;
mod invite;
mod leave;
pub mod presence;
mod profile;
mod refresh;
mod register;
pub mod repository;
pub mod second_factor;
pub mod settings;
mod sign_in;
mod sign_out;
mod ticket;
mod view;

use std::{net::IpAddr, sync::Arc};

use kamachat_domain::{
    Timestamp,
    accounts::{Account, Assurance, Language, Password, RegistrationMode, Session},
    ids::{AccountId, SessionId},
};

pub use appoint::Appointed;
pub use avatar::{AvatarSpread, AvatarSweep, Gallery};
pub use codes::{BindPhoneInput, CodeRequest, CodeRules, CodeSent, CodeSignInInput, PhoneView, SendCodes};
pub use devices::SessionView;
pub use email::{MailHandler, Mailing};
pub use leave::Purge;
pub use profile::{Change, ProfileChange};
pub use register::{CodeCountries, Policy, RegisterInput};
pub use second_factor::{Enrolment, SecondFactorView};
pub use settings::SettingsChange;
pub use sign_in::SignInInput;
pub use view::{ProfileView, profiles};

use crate::{
    Actor, Error, Result,
    feed::{Announcements, FeedKind},
    jobs::Jobs,
    ports::{
        Blobs, Bus, Clock, ExternalTokens, Ids, Passwords, Pictures, Push, RateLimiter, RefreshToken, Sealer,
        Subject, Tickets, Tokens, Totp,
    },
    store::{Store, Transaction},
};

/// Where a call comes from, for limits and for the list of sessions.
#[derive(Clone, Debug, Default)]
pub struct ClientInfo {
    pub ip: Option<IpAddr>,
    pub user_agent: String,
    /// What it wants to read; [`Language::System`] when it did not say.
    pub language: Language,
}

impl ClientInfo {
    /// Whose budget calls from there use.
    fn subject(&self) -> Subject {
        Subject::ip(self.ip)
    }
}

/// A fresh sign-in or refresh.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub account: Account,
    pub access_token: String,
    pub refresh_token: RefreshToken,
    /// Tells the next sign-in that this device is known; after a refresh there is none.
    pub device_token: Option<String>,
    /// Seconds that the access token is good for.
    pub expires_in: u64,
}

impl SignedIn {
    fn on_device(self, tokens: &dyn Tokens, device: [u8; 16]) -> Self {
        Self { device_token: Some(tokens.device(self.account.id, device)), ..self }
    }
}

/// What [`Accounts`] needs.
#[derive(Clone)]
pub struct AccountsDeps {
    pub store: Arc<dyn Store>,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub passwords: Arc<dyn Passwords>,
    pub tokens: Arc<dyn Tokens>,
    /// Whose tokens are taken besides our own.
    pub external: Arc<dyn ExternalTokens>,
    pub tickets: Arc<dyn Tickets>,
    pub bus: Arc<dyn Bus>,
    pub limits: Arc<dyn RateLimiter>,
    pub registration: RegistrationMode,
    pub jobs: Jobs,
    /// `None` where no gateway is set up: nothing is sent, and nobody signs in by a code.
    pub codes: Option<CodeRules>,
    pub sealer: Arc<dyn Sealer>,
    pub totp: Arc<dyn Totp>,
    /// `None`: the server sends no mail.
    pub mail: Option<Mailing>,
    pub blobs: Arc<dyn Blobs>,
    pub pictures: Arc<dyn Pictures>,
    /// What the first account of a server must present; `None` when only this machine can reach it.
    pub setup_code: Option<String>,
}

/// Use cases of accounts and sessions.
pub struct Accounts {
    deps: AccountsDeps,
}

impl Accounts {
    #[must_use]
    pub fn new(deps: AccountsDeps) -> Self {
        Self { deps }
    }

    /// The actor's own account.
    pub async fn me(&self, actor: &Actor) -> Result<Account> {
        self.deps.store.read().accounts().find(actor.account_id).await?.ok_or(Error::NotFound)
    }

    /// Whether nobody has registered yet.
    pub async fn is_empty(&self) -> Result<bool> {
        Ok(!self.deps.store.read().accounts().any().await?)
    }

    /// Those of `ids` that are over: their sockets must close, also when the push about it got lost.
    pub async fn ended_sessions(&self, ids: &[SessionId]) -> Result<Vec<SessionId>> {
        let read = self.deps.store.read();
        let now = read.now().await?;
        Ok(read.sessions().ended_among(ids, now).await?)
    }

    /// Starts a session within `tx`, by one proof.
    async fn start_session(
        &self,
        tx: &dyn Transaction,
        account: &Account,
        client: &ClientInfo,
    ) -> Result<(Session, RefreshToken)> {
        self.start_session_by(tx, account, client, Assurance::One).await
    }

    /// Starts a session within `tx`.
    async fn start_session_by(
        &self,
        tx: &dyn Transaction,
        account: &Account,
        client: &ClientInfo,
        assurance: Assurance,
    ) -> Result<(Session, RefreshToken)> {
        let now = tx.now().await?;
        let refresh = self.deps.tokens.refresh(self.deps.ids.secret());
        let hash = self.deps.tokens.refresh_hash(&refresh);
        let id = self.deps.ids.next().into();
        let ip = client.ip.map(|ip| ip.to_string()).unwrap_or_default();
        let session = Session::start(id, account.id, hash, &ip, &client.user_agent, now).by(assurance);
        tx.sessions().insert(&session).await?;
        Ok((session, refresh))
    }

    /// Names a device that signs in for the first time.
    fn new_device(&self) -> [u8; 16] {
        std::array::from_fn({
            let secret = self.deps.ids.secret();
            move |n| secret[n]
        })
    }

    /// Writes that a session began, changed or ended: the account's devices load their list again.
    async fn announce_session(
        &self,
        tx: &dyn Transaction,
        account: AccountId,
        session: SessionId,
        at: Timestamp,
    ) -> Result<Announcements> {
        let mut announcements = Announcements::default();
        let event = tx.feed().append(account, FeedKind::Session, session.as_uuid(), at).await?;
        announcements.add(account, event);
        Ok(announcements)
    }

    /// Closes the sockets of sessions whose end is committed.
    fn publish_ended(&self, sessions: impl IntoIterator<Item = SessionId>, at: Timestamp) {
        for session_id in sessions {
            self.deps.bus.publish(Push::SessionEnded { session_id, at });
        }
    }

    /// A password that an account with these names may get.
    async fn judged(&self, password: String, own: &[&str]) -> Result<Password> {
        let password = Password::parse(password)?;
        let strength = self.deps.passwords.judge(password.expose(), own).await?;
        Ok(password.accept(strength)?)
    }

    fn signed_in(&self, account: Account, session: SessionId, refresh_token: RefreshToken) -> SignedIn {
        let access_token = self.deps.tokens.access(account.id, session, self.deps.clock.now());
        let expires_in = self.deps.tokens.access_seconds();
        SignedIn { account, access_token, refresh_token, device_token: None, expires_in }
    }
}
