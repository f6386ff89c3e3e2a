//! The use cases of accounts on a second node, which shares the database and nothing else.

use std::sync::Arc;

use async_trait::async_trait;
use kamachat_application::{
    accounts::{Accounts, AccountsDeps},
    jobs::Jobs,
    ports::{
        Budget, Bus, Ids, PasswordHash, Passwords, PortError, Push, RateLimiter, Subject, TooFast, Verdict,
    },
};
use kamachat_domain::accounts::{RegistrationMode, Strength};
use kamachat_infrastructure::{
    AeadSealer, BcryptPasswords, DbOptions, DbStore, DiskBlobs, ImagePictures, JwtOptions, JwtTokens, Keys,
    MemoryTickets, PasswordOptions, Rfc6238, SystemClock, SystemIds, security::ForeignTokens,
};
use kamachat_testkit::app::TestApp;

/// A bus that is cut: nothing that is told arrives.
struct Cut;

impl Bus for Cut {
    fn publish(&self, _: Push) {}
}

/// Nothing is too fast here: what is measured comes later.
struct Unlimited;

#[async_trait]
impl RateLimiter for Unlimited {
    async fn take(&self, _: Budget, _: &Subject, _: u32) -> Result<(), TooFast> {
        Ok(())
    }

    async fn try_password(&self, _: &Subject) -> Result<(), TooFast> {
        Ok(())
    }

    async fn password_was_right(&self, _: &Subject) {}
}

/// bcrypt, with or without the hash of nobody that unknown names are compared with.
pub struct Compared {
    inner: BcryptPasswords,
    /// Off: an unknown name is answered at once, as in the incident.
    dummy: bool,
}

impl Compared {
    pub fn new(app: &TestApp, dummy: bool) -> Self {
        let options = PasswordOptions { cost: 6, ..PasswordOptions::default() };
        Self { inner: BcryptPasswords::new(keys(app).pepper, options), dummy }
    }
}

#[async_trait]
impl Passwords for Compared {
    async fn hash(&self, password: &str) -> Result<PasswordHash, PortError> {
        self.inner.hash(password).await
    }

    async fn verify(&self, password: &str, hash: Option<&PasswordHash>) -> Result<Verdict, PortError> {
        if hash.is_none() && !self.dummy {
            return Ok(Verdict::Wrong);
        }
        self.inner.verify(password, hash).await
    }

    async fn judge(&self, password: &str, own: &[&str]) -> Result<Strength, PortError> {
        self.inner.judge(password, own).await
    }
}

fn keys(app: &TestApp) -> Keys {
    Keys::load_or_make(&app.data_dir(), || SystemIds.secret()).unwrap()
}

/// Another node on the database of `app` whose pushes are lost.
pub async fn node(app: &TestApp, passwords: Compared) -> Accounts {
    let url = format!("sqlite://{}", app.data_dir().join("kamachat.db").display());
    let store = DbStore::connect(&url, DbOptions::default()).await.unwrap();
    let keys = keys(app);
    let sealer = Arc::new(AeadSealer::new(&keys.seal));
    Accounts::new(AccountsDeps {
        store: Arc::new(store),
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        passwords: Arc::new(passwords),
        tokens: Arc::new(JwtTokens::new(&keys.access, keys.refresh.clone(), JwtOptions::default())),
        external: Arc::new(ForeignTokens::new(Vec::new(), keys.seal.clone())),
        tickets: Arc::new(MemoryTickets::new()),
        bus: Arc::new(Cut),
        limits: Arc::new(Unlimited),
        jobs: Jobs::new(Arc::new(SystemIds), sealer.clone()),
        codes: None,
        sealer,
        totp: Arc::new(Rfc6238),
        blobs: Arc::new(DiskBlobs::new(app.data_dir().join("files"))),
        pictures: Arc::new(ImagePictures::new()),
        mail: None,
        registration: RegistrationMode::Open,
        setup_code: None,
    })
}
