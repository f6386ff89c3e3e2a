//! A whole server in a test: the same runtime and the same routes as the program, on a free loopback port, with
//! a data folder of its own. It runs on threads of its own and ends when it is dropped.

#![expect(clippy::panic, reason = "a test that cannot start its server says why and ends")]

mod run;

use std::{path::Path, sync::Arc, thread};

use kamachat_application::{Services, ports::Subscriber};
use kamachat_client::Client;
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::accounts::Account;
use kamachat_realtime::Realtime;
use run::{End, Started, config, launch};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// The password of everybody whom [`TestApp::register`] registers.
pub const PASSWORD: &str = "correct horse battery";

/// What stands between the bus and the sockets.
pub type Between = Arc<dyn Fn(Arc<dyn Subscriber>) -> Arc<dyn Subscriber> + Send + Sync>;

/// A running server.
pub struct TestApp {
    origin: String,
    services: Services,
    realtime: Realtime,
    data: TempDir,
    settings: Vec<(String, String)>,
    between: Between,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    stop: oneshot::Sender<End>,
    thread: thread::JoinHandle<()>,
}

/// Somebody with an account, signed in.
#[derive(Clone, Debug)]
pub struct Person {
    pub account: Account,
    pub client: Client,
}

impl Person {
    /// The access token.
    #[must_use]
    pub fn token(&self) -> String {
        self.client.tokens().map(|tokens| tokens.access).unwrap_or_default()
    }

    /// The refresh token.
    #[must_use]
    pub fn refresh_token(&self) -> String {
        self.client.tokens().and_then(|tokens| tokens.refresh).unwrap_or_default()
    }
}

impl TestApp {
    /// A fresh server with nobody in it.
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// A fresh server with settings of its own, as `("KAMA__SECTION__KEY", "value")`.
    ///
    /// # Panics
    /// When it does not start: the test cannot go on.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        Self::behind(settings, Arc::new(|sockets| sockets)).await
    }

    /// Like [`Self::with`], with something between the bus and the sockets.
    ///
    /// # Panics
    /// As [`Self::with`].
    pub async fn behind(settings: &[(&str, &str)], between: Between) -> Self {
        let data = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        let own = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        let usual = [
            ("KAMA__SERVER__BIND", "127.0.0.1:0"),
            ("KAMA__SERVER__WORKERS", "1"),
            ("KAMA__SERVER__SHUTDOWN_SECONDS", "5"),
            ("KAMA__AUTH__BCRYPT_COST", "4"),
            ("KAMA__LIMITS__PROFILE", "relaxed"),
        ];
        let usual = usual.map(|(key, value)| (key.to_owned(), value.to_owned()));
        let folder = ("KAMA__DATA_DIR".to_owned(), data.path().join("data").display().to_string());
        let settings: Vec<_> = usual.into_iter().chain([folder]).chain(own).collect();
        let (started, thread) = launch(config(&settings), &between).await;
        let Started { origin, services, realtime, stop } = started;
        let running = Some(Running { stop, thread });
        Self { origin, services, realtime, data, settings, between, running }
    }

    /// Ends the server as a signal does and starts it again on the same data and another port.
    pub async fn restart(&mut self) {
        self.again(End::Gracefully).await;
    }

    /// Ends the server in the middle of whatever it does and starts it again on the same data and another port.
    pub async fn fall(&mut self) {
        self.again(End::Falling).await;
    }

    async fn again(&mut self, how: End) {
        self.end(how).await;
        let (started, thread) = launch(config(&self.settings), &self.between).await;
        let Started { origin, services, realtime, stop } = started;
        (self.origin, self.services, self.realtime) = (origin, services, realtime);
        self.running = Some(Running { stop, thread });
    }

    /// Ends the server as a signal does.
    pub async fn stop(&mut self) {
        self.end(End::Gracefully).await;
    }

    async fn end(&mut self, how: End) {
        if let Some(Running { stop, thread }) = self.running.take() {
            stop.send(how).ok();
            tokio::task::spawn_blocking(|| thread.join().ok()).await.ok();
        }
    }

    /// The address without a slash at its end.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The use cases behind the routes, for what no route offers.
    #[must_use]
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// How many sockets are open.
    #[must_use]
    pub fn sockets(&self) -> usize {
        self.realtime.connections()
    }

    /// The server's `data_dir`.
    #[must_use]
    pub fn data_dir(&self) -> std::path::PathBuf {
        Path::new(self.data.path()).join("data")
    }

    /// A client that is not signed in.
    ///
    /// # Panics
    /// When the address is none, which cannot be.
    #[must_use]
    pub fn client(&self) -> Client {
        Client::new(&self.origin).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Registers somebody with [`PASSWORD`].
    ///
    /// # Panics
    /// When the name is taken or not allowed.
    pub async fn register(&self, username: &str) -> Person {
        let client = self.client();
        let account = client.register(username, PASSWORD).await;
        Person { account: account.unwrap_or_else(|error| panic!("{username}: {error}")), client }
    }

    /// Signs somebody in on one more device.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn sign_in(&self, person: &Person) -> Person {
        let client = self.client();
        let account = client.login(&person.account.username, PASSWORD).await;
        Person { account: account.unwrap_or_else(|error| panic!("{error}")), client }
    }

    /// Makes two people contacts; answers their direct chat.
    ///
    /// # Panics
    /// When they are contacts already.
    pub async fn befriend(&self, a: &Person, b: &Person) -> ConversationId {
        let asked = a.client.request_friend(b.account.id, "hello").await;
        let asked = asked.unwrap_or_else(|error| panic!("the request failed: {error}"));
        let accepted = b.client.accept_friend(asked.id).await;
        let accepted = accepted.unwrap_or_else(|error| panic!("accepting failed: {error}"));
        accepted.conversation_id.unwrap_or_else(|| panic!("an accepted request names its chat"))
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        if let Some(Running { stop, thread }) = self.running.take() {
            stop.send(End::AtOnce).ok();
            thread.join().ok();
        }
    }
}

impl std::fmt::Debug for TestApp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestApp").field("origin", &self.origin).finish_non_exhaustive()
    }
}
