//! A server on threads of its own, from its start to its end.

use std::{
    sync::{Arc, mpsc},
    thread,
};

use actix_web::web::ServiceConfig;
use kamachat_api::Api;
use kamachat_application::Services;
use kamachat_bootstrap::{Config, Runtime, Sources, config::TlsMode};
use kamachat_realtime::Realtime;
use kamachat_web_kit::{Edge, Listening, Options, TrustedProxies, serve, tls::Tls};
use tokio::sync::oneshot;

use super::Between;

/// How a server ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// As by a signal: what was taken is stored, sockets are told.
    Gracefully,
    /// At once, for a test that is over.
    AtOnce,
    /// In the middle of it: tasks are dropped where they are, nothing is stored or closed any more.
    Falling,
}

/// What a started server tells the test.
pub(super) struct Started {
    pub(super) origin: String,
    pub(super) services: Services,
    pub(super) realtime: Realtime,
    pub(super) stop: oneshot::Sender<End>,
}

pub(super) fn config(settings: &[(String, String)]) -> Config {
    let sources = Sources { environment: settings.to_vec(), ..Sources::default() };
    Config::load(&sources).unwrap_or_else(|error| panic!("{error}"))
}

pub(super) async fn launch(config: Config, between: &Between) -> (Started, thread::JoinHandle<()>) {
    let (tell, told) = mpsc::channel();
    let between = Arc::clone(between);
    let thread = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.unwrap_or_else(|error| panic!("{error}")).block_on(run(config, &between, tell));
    });
    let told = tokio::task::spawn_blocking(move || told.recv()).await;
    match told {
        Ok(Ok(Ok(started))) => (started, thread),
        Ok(Ok(Err(sentence))) => panic!("the server does not start: {sentence}"),
        _ => panic!("the server died at its start"),
    }
}

async fn run(config: Config, between: &Between, tell: mpsc::Sender<Result<Started, String>>) {
    let tls = config.server.tls.mode != TlsMode::Off;
    let (runtime, listening) = match start(config, between).await {
        Ok(started) => started,
        Err(sentence) => return tell.send(Err(sentence)).unwrap_or_default(),
    };
    let (stop, mut stopped) = oneshot::channel();
    let scheme = if tls { "https" } else { "http" };
    let origin = format!("{scheme}://{}", listening.addresses[0]);
    tell.send(Ok(Started { origin, services: runtime.services(), realtime: runtime.realtime(), stop })).ok();
    let handle = listening.server.handle();
    let mut server = std::pin::pin!(listening.server);
    let how = tokio::select! {
        _ = &mut server => return runtime.stop().await,
        how = &mut stopped => how.unwrap_or(End::AtOnce),
    };
    if how == End::Gracefully {
        runtime.drain().await;
    }
    let ((), _) = tokio::join!(handle.stop(how == End::Gracefully), server);
    if how == End::Falling {
        return;
    }
    runtime.stop().await;
}

async fn start(config: Config, between: &Between) -> Result<(Runtime, Listening), String> {
    let options = Options {
        bind: config.server.bind.clone(),
        workers: config.server.workers,
        tls: tls(&config)?,
        shutdown_seconds: config.server.shutdown_seconds,
    };
    let edge = Edge {
        trusted_proxies: TrustedProxies::parse(&config.server.trusted_proxies).map_err(|e| e.to_string())?,
        public_origin: Some(config.server.public_origin.clone()).filter(|origin| !origin.is_empty()),
        allowed_origins: config.server.allowed_origins.clone(),
        body_limit: config.server.body_limit_kib * 1024,
    };
    let runtime =
        Runtime::build_behind(config, |sockets| between(sockets)).await.map_err(|error| error.to_string())?;
    let api = Api::new(runtime.services(), runtime.store(), runtime.realtime(), edge);
    let routes = move |cfg: &mut ServiceConfig| api.mount(cfg);
    let listening = serve(&options, routes).map_err(|error| error.to_string())?;
    Ok((runtime, listening))
}

fn tls(config: &Config) -> Result<Option<Tls>, String> {
    let section = &config.server.tls;
    let tls = match section.mode {
        TlsMode::Off => return Ok(None),
        TlsMode::Files => Tls::from_files(&section.cert_file, &section.key_file),
        TlsMode::Development => Tls::for_development(&config.data_dir.join("keys"), &[]),
    };
    tls.map(Some).map_err(|error| error.to_string())
}
