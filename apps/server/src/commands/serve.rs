//! `kamachat serve`.

use std::{net::SocketAddr, path::PathBuf, pin::pin};

use actix_web::web::ServiceConfig;
use kamachat_api::Api;
use kamachat_bootstrap::{
    Config, Runtime,
    config::{ServerSection, TlsMode},
    telemetry,
};
use kamachat_web_kit::{Edge, Listening, Options, serve, tls::Tls};
use tokio::signal::unix::{SignalKind, signal};

use super::{Done, Failure};

pub(crate) fn run(file: Option<PathBuf>) -> Done {
    let config = super::config(file)?;
    telemetry::start(&config.log)?;
    super::block_on(start(config))
}

async fn start(config: Config) -> Done {
    let edge = edge(&config)?;
    let ServerSection { bind, workers, shutdown_seconds, .. } = config.server.clone();
    let runtime = Runtime::build(config).await?;
    let tls = match tls(runtime.config()) {
        Ok(tls) => tls,
        Err(failure) => {
            runtime.stop().await;
            return Err(failure);
        }
    };
    let options = Options { bind, workers, tls, shutdown_seconds };
    let api = Api::new(runtime.services(), runtime.store(), runtime.realtime(), edge);
    let routes = move |cfg: &mut ServiceConfig| {
        cfg.configure(|cfg| api.mount(cfg)).configure(kamachat_web_assets::configure);
    };
    let listening = match serve(&options, routes) {
        Ok(listening) => listening,
        Err(error) => {
            runtime.stop().await;
            return Err(Failure::new(format!("cannot listen on {}: {error}", options.bind)));
        }
    };
    greet(&runtime, &options, &listening.addresses).await?;
    until_stopped(runtime, listening).await
}

fn tls(config: &Config) -> Result<Option<Tls>, Failure> {
    let section = &config.server.tls;
    Ok(match section.mode {
        TlsMode::Off => None,
        TlsMode::Files => Some(Tls::from_files(&section.cert_file, &section.key_file)?),
        TlsMode::Development => {
            let address = config.bind_addresses()?.into_iter().map(|address| address.ip().to_string());
            let names: Vec<String> = address.collect();
            Some(Tls::for_development(&config.data_dir.join("keys"), &names)?)
        }
    })
}

fn edge(config: &Config) -> Result<Edge, Failure> {
    let server = &config.server;
    Ok(Edge {
        trusted_proxies: super::proxies(config)?,
        public_origin: Some(server.public_origin.clone()).filter(|origin| !origin.is_empty()),
        allowed_origins: server.allowed_origins.clone(),
        body_limit: server.body_limit_kib * 1024,
    })
}

/// Says where the server is and, before the first account, how to get it.
async fn greet(runtime: &Runtime, options: &Options, addresses: &[SocketAddr]) -> Done {
    let scheme = if options.tls.is_some() { "https" } else { "http" };
    for address in addresses {
        println!("KamaChat is at {scheme}://{address}");
    }
    if runtime.services().accounts.is_empty().await? {
        match runtime.setup_code() {
            None => println!("Nobody is registered yet: the first account becomes the administrator."),
            Some(code) => println!(
                "Nobody is registered yet: the first account becomes the administrator.\nIt needs the set-up code {code}"
            ),
        }
    }
    Ok(())
}

/// Serves until a signal comes; then nothing new is taken, what was taken is stored, and sockets are told to
/// come back.
async fn until_stopped(mut runtime: Runtime, listening: Listening) -> Done {
    let handle = listening.server.handle();
    let mut server = pin!(listening.server);
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stopped = tokio::select! {
        ended = &mut server => return finish(runtime, ended.map_err(Failure::from)).await,
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
        () = runtime.broken() => Err(Failure::new("a part of the server died; its log says which")),
    };
    tracing::info!("stopping");
    runtime.drain().await;
    let ((), ended) = tokio::join!(handle.stop(true), server);
    finish(runtime, stopped.and(ended.map_err(Failure::from))).await
}

async fn finish(runtime: Runtime, ended: Done) -> Done {
    runtime.stop().await;
    ended
}
