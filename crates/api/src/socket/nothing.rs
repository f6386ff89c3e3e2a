//! Services that know nobody, for tests of the transport.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use kamachat_application::{
    Actor, Services,
    accounts::{Accounts, AccountsDeps, presence::Presences},
    admin::Reports,
    contacts::{ContactRules, Contacts},
    conversations::Conversations,
    feed::Feed,
    groups::{Groups, GroupsDeps},
    jobs::Jobs,
    messages::{MessageChanges, Messages},
    ports::{
        AccessClaims, AvatarPictures, BlobKey, BlobReader, BlobWriter, Blobs, Budget, Bus, Clock, CursorMove,
        ExternalClaims, ExternalTokens, Ids, MessageQueue, PasswordHash, Passwords, Pictures, PortError,
        Presence, Push, QueueFull, RateLimiter, RefreshToken, Sealer, Subject, Submission, Tickets, Tokens,
        TooFast, Totp, Verdict,
    },
    search::Search,
    store::{Repositories, Store, Transaction},
};
use kamachat_domain::{
    Timestamp,
    accounts::{Activity, AvatarError, RegistrationMode, Strength},
    contacts::Deletion,
    conversations::Strangers,
    ids::{AccountId, SessionId},
    messages::ChangeWindows,
};
use uuid::Uuid;

struct Nothing;

pub(super) fn services() -> Services {
    let none = || Arc::new(Nothing);
    let deps = AccountsDeps {
        store: none(),
        clock: none(),
        ids: none(),
        passwords: none(),
        tokens: none(),
        external: none(),
        tickets: none(),
        bus: none(),
        limits: none(),
        registration: RegistrationMode::Open,
        codes: None,
        sealer: none(),
        totp: none(),
        blobs: none(),
        pictures: none(),
        jobs: Jobs::new(none(), none()),
        mail: None,
        setup_code: None,
    };
    let rules = ContactRules { deletion: Deletion::One, default_country: 86 };
    let windows = ChangeWindows::seconds(0, 0);
    Services {
        accounts: Arc::new(Accounts::new(deps.clone())),
        contacts: Arc::new(Contacts::new(none(), none(), none(), none(), rules)),
        conversations: Arc::new(Conversations::new(none(), none(), none(), none(), Strangers::Off)),
        messages: Arc::new(Messages::new(none(), none(), none())),
        changes: Arc::new(MessageChanges::new(none(), none(), none(), windows)),
        feed: Arc::new(Feed::new(none())),
        groups: Arc::new(Groups::new(GroupsDeps {
            store: none(),
            ids: none(),
            bus: none(),
            limits: none(),
            gallery: deps.gallery(),
            max_members: 2,
        })),
        presence: Arc::new(Presences::new(none(), none(), none())),
        reports: Arc::new(Reports::new(none(), none(), none(), none())),
        search: Arc::new(Search::new(none(), none())),
        limits: none(),
    }
}

#[async_trait]
impl Store for Nothing {
    fn read(&self) -> Box<dyn Repositories> {
        unreachable!("nothing is stored")
    }
    async fn begin(&self) -> Result<Box<dyn Transaction>, PortError> {
        Err(PortError::Duplicate)
    }
    async fn ping(&self) -> Result<(), PortError> {
        Ok(())
    }
}

impl Clock for Nothing {
    fn now(&self) -> Timestamp {
        Timestamp::UNIX_EPOCH
    }
}

impl Ids for Nothing {
    fn next(&self) -> Uuid {
        Uuid::nil()
    }
    fn secret(&self) -> [u8; 32] {
        [0; 32]
    }
}

#[async_trait]
impl Passwords for Nothing {
    async fn hash(&self, _: &str) -> Result<PasswordHash, PortError> {
        Err(PortError::Duplicate)
    }
    async fn verify(&self, _: &str, _: Option<&PasswordHash>) -> Result<Verdict, PortError> {
        Ok(Verdict::Wrong)
    }
    async fn judge(&self, _: &str, _: &[&str]) -> Result<Strength, PortError> {
        Ok(Strength::Fair)
    }
}

impl Tokens for Nothing {
    fn access_seconds(&self) -> u64 {
        0
    }
    fn access(&self, _: AccountId, _: SessionId, _: Timestamp) -> String {
        String::new()
    }
    fn verify_access(&self, _: &str, _: Timestamp) -> Option<AccessClaims> {
        None
    }
    fn device(&self, _: AccountId, _: [u8; 16]) -> String {
        String::new()
    }
    fn verify_device(&self, _: &str, _: AccountId) -> Option<[u8; 16]> {
        None
    }
    fn refresh(&self, _: [u8; 32]) -> RefreshToken {
        RefreshToken(String::new())
    }
    fn successor(&self, used: &RefreshToken) -> RefreshToken {
        used.clone()
    }
    fn refresh_hash(&self, _: &RefreshToken) -> [u8; 32] {
        [0; 32]
    }
}

#[async_trait]
impl Tickets for Nothing {
    fn seconds(&self) -> u64 {
        0
    }
    async fn issue(&self, _: [u8; 32], _: Actor) -> Result<String, PortError> {
        Err(PortError::Duplicate)
    }
    async fn redeem(&self, _: &str) -> Result<Option<Actor>, PortError> {
        Ok(None)
    }
}

#[async_trait]
impl RateLimiter for Nothing {
    async fn take(&self, _: Budget, _: &Subject, _: u32) -> Result<(), TooFast> {
        Ok(())
    }
    async fn try_password(&self, _: &Subject) -> Result<(), TooFast> {
        Ok(())
    }
    async fn password_was_right(&self, _: &Subject) {}
}

impl Sealer for Nothing {
    fn seal(&self, _: &[u8], _: &[u8]) -> Result<Vec<u8>, PortError> {
        Err(PortError::Duplicate)
    }
    fn open(&self, _: &[u8], _: &[u8]) -> Result<Vec<u8>, PortError> {
        Err(PortError::Duplicate)
    }
    fn keyed_hash(&self, _: &[u8], _: &[u8]) -> [u8; 32] {
        [0; 32]
    }
}

#[async_trait]
impl Blobs for Nothing {
    async fn put(&self, _: &BlobKey, _: Bytes) -> Result<(), PortError> {
        Err(PortError::Duplicate)
    }
    async fn get(&self, _: &BlobKey) -> Result<Option<Bytes>, PortError> {
        Ok(None)
    }
    async fn create(&self, _: &BlobKey) -> Result<Box<dyn BlobWriter>, PortError> {
        Err(PortError::Duplicate)
    }
    async fn open(&self, _: &BlobKey) -> Result<Option<Box<dyn BlobReader>>, PortError> {
        Ok(None)
    }
    async fn delete(&self, _: &BlobKey) -> Result<(), PortError> {
        Ok(())
    }
}

#[async_trait]
impl Pictures for Nothing {
    async fn avatar(&self, _: Bytes) -> Result<Result<AvatarPictures, AvatarError>, PortError> {
        Err(PortError::Busy)
    }
}

impl Totp for Nothing {
    fn code(&self, _: &[u8], _: i64) -> Result<u32, PortError> {
        Err(PortError::Duplicate)
    }
    fn describe(&self, _: &[u8], _: &str) -> Result<(String, String), PortError> {
        Err(PortError::Duplicate)
    }
}

impl Bus for Nothing {
    fn publish(&self, _: Push) {}
}

impl MessageQueue for Nothing {
    fn submit(&self, _: Submission) -> Result<(), QueueFull> {
        Err(QueueFull)
    }
    fn advance(&self, _: CursorMove) -> Result<(), QueueFull> {
        Err(QueueFull)
    }
}

impl ExternalTokens for Nothing {
    fn verify(&self, _: &str, _: Timestamp) -> Option<ExternalClaims> {
        None
    }
}

#[async_trait]
impl Presence for Nothing {
    fn seconds(&self) -> u64 {
        0
    }
    async fn put(&self, _: &[(AccountId, Activity)]) -> Result<(), PortError> {
        Ok(())
    }
    async fn remove(&self, _: AccountId) -> Result<(), PortError> {
        Ok(())
    }
    async fn find(&self, _: &[AccountId]) -> Result<Vec<(AccountId, Activity)>, PortError> {
        Ok(Vec::new())
    }
}
