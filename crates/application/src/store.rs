//! The store: repositories to read with, transactions to write with.

use async_trait::async_trait;
use kamachat_domain::Timestamp;

use crate::ports::PortError;
pub use crate::{
    accounts::{
        codes::repository::{CodeChallengeRepository, PhoneRepository},
        email::repository::EmailRepository,
        export::repository::ExportRepository,
        external::repository::ExternalIdentityRepository,
        presence::repository::PresenceRepository,
        repository::{AccountRepository, InviteRepository, SessionRepository},
        second_factor::repository::SecondFactorRepository,
        settings::repository::SettingRepository,
    },
    admin::repository::ReportRepository,
    contacts::repository::{BlockRepository, ContactRepository},
    conversations::repository::ConversationRepository,
    feed::repository::FeedRepository,
    groups::repository::{GroupEntryRepository, GroupRepository},
    jobs::repository::JobRepository,
    messages::{changes_repository::MessageChangeRepository, repository::MessageRepository},
    search::repository::SearchRepository,
};

/// The database.
#[async_trait]
pub trait Store: Send + Sync {
    /// Reads outside a transaction: each call sees what is committed.
    fn read(&self) -> Box<dyn Repositories>;

    /// Opens a transaction for writing. On SQLite it holds the one write lock from here on; elsewhere it is
    /// READ COMMITTED. Dropping it rolls back.
    async fn begin(&self) -> Result<Box<dyn Transaction>, PortError>;

    /// Answers when the database does.
    async fn ping(&self) -> Result<(), PortError>;
}

/// Access to everything that is stored, by feature.
#[async_trait]
pub trait Repositories: Send + Sync {
    fn accounts(&self) -> &dyn AccountRepository;
    fn sessions(&self) -> &dyn SessionRepository;
    fn invites(&self) -> &dyn InviteRepository;
    fn emails(&self) -> &dyn EmailRepository;
    fn second_factors(&self) -> &dyn SecondFactorRepository;
    fn external(&self) -> &dyn ExternalIdentityRepository;
    fn presence(&self) -> &dyn PresenceRepository;
    fn phones(&self) -> &dyn PhoneRepository;
    fn codes(&self) -> &dyn CodeChallengeRepository;
    fn settings(&self) -> &dyn SettingRepository;
    fn exports(&self) -> &dyn ExportRepository;
    fn contacts(&self) -> &dyn ContactRepository;
    fn blocks(&self) -> &dyn BlockRepository;
    fn conversations(&self) -> &dyn ConversationRepository;
    fn messages(&self) -> &dyn MessageRepository;
    fn message_changes(&self) -> &dyn MessageChangeRepository;
    fn groups(&self) -> &dyn GroupRepository;
    fn group_entries(&self) -> &dyn GroupEntryRepository;
    fn feed(&self) -> &dyn FeedRepository;
    fn jobs(&self) -> &dyn JobRepository;
    fn search(&self) -> &dyn SearchRepository;
    fn reports(&self) -> &dyn ReportRepository;

    /// The database's time, in milliseconds' precision: what all nodes compare with.
    async fn now(&self) -> Result<Timestamp, PortError>;
}

/// A unit of work.
#[async_trait]
pub trait Transaction: Repositories {
    /// Makes everything durable. When the answer is lost the outcome is unknown: run the work again.
    async fn commit(self: Box<Self>) -> Result<(), PortError>;
}
