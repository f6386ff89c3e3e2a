//! A running server without its listeners.

use std::{io, sync::Arc, time::Duration};

use kamachat_application::{
    Services,
    accounts::{Accounts, AccountsDeps, MailHandler, presence::Presences},
    contacts::{ContactRules, Contacts},
    conversations::Conversations,
    feed::Feed,
    groups::{Groups, GroupsDeps},
    jobs::{JobHandler, Jobs},
    messages::{Ledger, MessageChanges, Messages},
    ports::{Bus, Ids, Mailer, MessageQueue, PortError, Presence, RateLimiter, Sealer, Subscriber},
    store::Store,
};
use kamachat_infrastructure::{
    AeadSealer, DbStore, EmbeddedQueue, ImagePictures, Keys, MemoryBus, MemoryPresence, MemoryTickets,
    Rfc6238, SystemClock, SystemIds, security::KeysError,
};
use kamachat_realtime::Realtime;

use crate::{
    adapters,
    config::{Config, ConfigError},
    folder::{DataFolder, FolderError},
    jobs, setup_code,
    workers::Workers,
};

/// Why the server does not start. Each is a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    Keys(#[from] KeysError),
    #[error("the set-up code cannot be kept: {0}")]
    SetupCode(#[from] io::Error),
    #[error("the database cannot be used")]
    Database(#[from] PortError),
    #[error("the gateway for text messages cannot be used")]
    Gateway(#[source] PortError),
    /// What an operator asked for is refused.
    #[error(transparent)]
    Refused(#[from] kamachat_application::Error),
}

/// Everything that serves, wired and running.
pub struct Runtime {
    config: Config,
    services: Services,
    realtime: Realtime,
    store: DbStore,
    queue: Arc<EmbeddedQueue>,
    workers: Workers,
    setup_code: Option<String>,
    _folder: DataFolder,
}

/// Brings the database's schema up to date.
///
/// # Errors
/// [`StartError`].
pub async fn migrate(config: &Config) -> Result<(), StartError> {
    let _folder = DataFolder::open(&config.data_dir)?;
    let store = adapters::store(config).await?;
    store.migrate().await?;
    Ok(store.close().await?)
}

impl Runtime {
    /// Takes the data folder, makes keys where there are none, connects, brings the schema up to date, and
    /// starts the workers.
    ///
    /// # Errors
    /// [`StartError`]; nothing runs then.
    pub async fn build(config: Config) -> Result<Self, StartError> {
        Self::build_behind(config, |sockets| sockets).await
    }

    /// Like [`Self::build`], with something between the bus and the sockets: a test that loses pushes, say.
    ///
    /// # Errors
    /// [`StartError`]; nothing runs then.
    pub async fn build_behind(
        config: Config,
        between: impl FnOnce(Arc<dyn Subscriber>) -> Arc<dyn Subscriber>,
    ) -> Result<Self, StartError> {
        let folder = DataFolder::open(&config.data_dir)?;
        let keys = Keys::load_or_make(&config.data_dir, || SystemIds.secret())?;
        let setup_code = if config.is_private()? {
            None
        } else {
            Some(setup_code::load_or_make(&config.data_dir, SystemIds.secret())?)
        };
        let mailer = adapters::mailer(&config)?;
        let unusable = |source| FolderError::Unusable { path: config.data_dir.join(adapters::FILES), source };
        adapters::blobs(&config).tidy().map_err(unusable)?;
        let sms = adapters::sms::handlers(&config.sms).map_err(StartError::Gateway)?;
        let store = adapters::store(&config).await?;
        store.migrate().await?;

        let bus = Arc::new(MemoryBus::new());
        let (queue, writer) = adapters::queue(&config.queue);
        let queue = Arc::new(queue);
        let services = services(&config, &keys, &store, &bus, &queue, setup_code.clone())?;
        let realtime = Realtime::new(services.clone(), adapters::sockets(&config));
        bus.subscribe(between(Arc::new(realtime.clone())));
        let mut handlers = jobs::handlers(&config, &keys, &store, &bus);
        handlers.prompt.extend(mail(&services, mailer));
        handlers.prompt.extend(sms);
        let ledger = Ledger::new(Arc::new(store.clone()), Arc::new(SystemIds), bus)
            .with_strangers(config.contacts.strangers());
        let runners = jobs::runners(&config.jobs, &keys, &store, handlers);
        let poll = Duration::from_millis(config.jobs.poll_ms);
        let workers =
            Workers::start(writer, Arc::new(ledger), realtime.clone(), store.clone(), runners, poll);
        Ok(Self { config, services, realtime, store, queue, workers, setup_code, _folder: folder })
    }

    /// The settings that it was built from.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The use cases.
    #[must_use]
    pub fn services(&self) -> Services {
        self.services.clone()
    }

    /// The sockets of this node.
    #[must_use]
    pub fn realtime(&self) -> Realtime {
        self.realtime.clone()
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> Arc<dyn Store> {
        Arc::new(self.store.clone())
    }

    /// What the first account has to present; `None` where only this machine can reach the server.
    #[must_use]
    pub fn setup_code(&self) -> Option<&str> {
        self.setup_code.as_deref()
    }

    /// Returns when one of the workers died of a defect: the server must not go on without it.
    pub async fn broken(&mut self) {
        self.workers.one_ended().await;
    }

    /// Takes no more messages, stores those that were taken, and tells all sockets to come back later.
    pub async fn drain(&self) {
        let patience = Duration::from_secs(self.config.server.shutdown_seconds.max(1));
        if tokio::time::timeout(patience, self.queue.close()).await.is_err() {
            tracing::warn!(
                "messages that were not acknowledged are left; their senders will send them again"
            );
        }
        self.realtime.shutdown();
    }

    /// Ends the workers and closes the database; after [`Self::drain`] and after the listeners.
    pub async fn stop(self) {
        self.workers.stop().await;
        if let Err(error) = self.store.close().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "the database was not closed properly");
        }
    }
}

impl std::fmt::Debug for Runtime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runtime").field("config", &self.config).finish_non_exhaustive()
    }
}

fn services(
    config: &Config,
    keys: &Keys,
    store: &DbStore,
    bus: &Arc<MemoryBus>,
    queue: &Arc<EmbeddedQueue>,
    setup_code: Option<String>,
) -> Result<Services, ConfigError> {
    let store: Arc<dyn Store> = Arc::new(store.clone());
    let bus: Arc<dyn Bus> = Arc::clone(bus) as _;
    let queue: Arc<dyn MessageQueue> = Arc::clone(queue) as _;
    let ids: Arc<dyn Ids> = Arc::new(SystemIds);
    let limits: Arc<dyn RateLimiter> = Arc::new(adapters::limits(config));
    let deps = accounts(config, keys, &store, &bus, &limits)?;
    let gallery = deps.gallery();
    let accounts = Accounts::new(AccountsDeps { setup_code, ..deps });
    let presence: Arc<dyn Presence> = Arc::new(MemoryPresence::new());
    let presence = Presences::new(Arc::clone(&store), presence, Arc::clone(&bus));
    let groups = Groups::new(GroupsDeps {
        store: Arc::clone(&store),
        ids: Arc::clone(&ids),
        bus: Arc::clone(&bus),
        limits: Arc::clone(&limits),
        gallery,
        max_members: config.groups.max_members,
    });
    let windows = adapters::windows(&config.messages);
    let changes = MessageChanges::new(Arc::clone(&store), Arc::clone(&bus), Arc::clone(&limits), windows);
    let rules =
        ContactRules { deletion: config.contacts.deletion(), default_country: config.sms.default_country };
    let contacts =
        Contacts::new(Arc::clone(&store), Arc::clone(&ids), Arc::clone(&bus), Arc::clone(&limits), rules);
    let strangers = config.contacts.strangers();
    let conversations = Conversations::new(Arc::clone(&store), ids, Arc::clone(&queue), bus, strangers);
    Ok(Services {
        accounts: Arc::new(accounts),
        contacts: Arc::new(contacts),
        conversations: Arc::new(conversations),
        messages: Arc::new(Messages::new(Arc::clone(&store), queue, Arc::clone(&limits))),
        changes: Arc::new(changes),
        feed: Arc::new(Feed::new(store)),
        presence: Arc::new(presence),
        groups: Arc::new(groups),
        limits,
    })
}

/// Who does which jobs. Without a mail server, mails that were written before wait for one.
fn mail(services: &Services, mailer: Option<Arc<dyn Mailer>>) -> Option<Arc<dyn JobHandler>> {
    let accounts = Arc::clone(&services.accounts);
    Some(Arc::new(MailHandler::new(accounts, mailer?, Arc::new(SystemClock))))
}

/// What use cases of accounts need, here and in the commands of an operator.
pub(crate) fn accounts(
    config: &Config,
    keys: &Keys,
    store: &Arc<dyn Store>,
    bus: &Arc<dyn Bus>,
    limits: &Arc<dyn RateLimiter>,
) -> Result<AccountsDeps, ConfigError> {
    let sealer: Arc<dyn Sealer> = Arc::new(AeadSealer::new(&keys.seal));
    Ok(AccountsDeps {
        store: Arc::clone(store),
        clock: Arc::new(SystemClock),
        ids: Arc::new(SystemIds),
        passwords: Arc::new(adapters::passwords(&config.auth, keys)),
        tokens: Arc::new(adapters::tokens(&config.auth, keys)),
        external: Arc::new(adapters::foreign_tokens(&config.auth, keys)?),
        tickets: Arc::new(MemoryTickets::new()),
        bus: Arc::clone(bus),
        jobs: Jobs::new(Arc::new(SystemIds), Arc::clone(&sealer)),
        mail: adapters::mailing(config),
        codes: adapters::sms::rules(config),
        sealer,
        totp: Arc::new(Rfc6238),
        blobs: Arc::new(adapters::blobs(config)),
        pictures: Arc::new(ImagePictures::new()),
        limits: Arc::clone(limits),
        registration: adapters::registration(&config.auth),
        setup_code: None,
    })
}
