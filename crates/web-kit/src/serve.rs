//! The listener.

use std::{io, net::SocketAddr, thread};

use actix_web::{App, HttpServer, dev::Server, middleware::from_fn, web::ServiceConfig};

use crate::edge;

/// How to listen.
#[derive(Clone, Debug)]
pub struct Options {
    /// Address and port, for example `127.0.0.1:8000`; port 0 takes a free one.
    pub bind: String,
    /// Threads that serve; 0 = as many as there are cores.
    pub workers: usize,
    /// Seconds that running requests get when the server stops.
    pub shutdown_seconds: u64,
}

/// A bound listener and the server on it.
pub struct Listening {
    /// Where it listens; more than one when the name has several addresses.
    pub addresses: Vec<SocketAddr>,
    /// Runs while it is awaited; its handle stops it.
    pub server: Server,
}

impl std::fmt::Debug for Listening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listening").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}

/// Binds and serves `routes` with the edge around them. Signals are left to the caller.
///
/// # Errors
/// When the address is taken, not ours or not allowed.
pub fn serve<R>(options: &Options, routes: R) -> io::Result<Listening>
where
    R: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let workers = if options.workers == 0 { cores } else { options.workers };
    let server = HttpServer::new(move || App::new().wrap(from_fn(edge::around)).configure(routes.clone()))
        // An ack and a push right after it would wait 40 ms for each other.
        .tcp_nodelay(true)
        .workers(workers)
        // Handlers do not block: few threads are enough for what the framework moves there.
        .worker_max_blocking_threads(4)
        .backlog(4096)
        .shutdown_timeout(options.shutdown_seconds)
        .disable_signals()
        .bind(options.bind.as_str())?;
    let addresses = server.addrs();
    Ok(Listening { addresses, server: server.run() })
}
