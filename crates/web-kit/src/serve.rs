//! The listener.

use std::{io, net::SocketAddr, thread, time::Duration};

use actix_web::{App, HttpServer, dev::Server, middleware::from_fn, web::ServiceConfig};

use crate::{edge, tls::Tls};

/// How long a connection may wait for its next request. Longer than clients and proxies keep one for later (nginx 60
/// seconds, the Rust client 30): who closes first must not be the one who is asked.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(15);

/// How to listen.
#[derive(Clone, Debug)]
pub struct Options {
    /// Address and port, for example `127.0.0.1:8000`; port 0 takes a free one.
    pub bind: String,
    /// Threads that serve; 0 = as many as there are cores.
    pub workers: usize,
    /// Certificate and key; `None` listens without encryption.
    pub tls: Option<Tls>,
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
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(HEAD)
        .workers(workers)
        // Handlers do not block: few threads are enough for what the framework moves there.
        .worker_max_blocking_threads(4)
        .backlog(4096)
        .shutdown_timeout(options.shutdown_seconds)
        .disable_signals();
    let server = match &options.tls {
        Some(tls) => server.bind_rustls_0_23(options.bind.as_str(), tls.config())?,
        None => server.bind(options.bind.as_str())?,
    };
    let addresses = server.addrs();
    Ok(Listening { addresses, server: server.run() })
}

#[cfg(test)]
mod tests {
    use std::{
        io::{ErrorKind, Read, Write},
        net::TcpStream,
        time::Instant,
    };

    use actix_web::{HttpResponse, rt, web};

    use super::*;

    /// Two answers one shortly after the other: the first is not acknowledged by the client's system when the
    /// second is there, which waits for that when the listener lets small writes be collected.
    #[actix_web::test]
    async fn a_small_answer_does_not_wait_for_the_one_before() {
        async fn soon() -> HttpResponse {
            rt::time::sleep(Duration::from_millis(2)).await;
            HttpResponse::Ok().body("x")
        }
        let options = Options { bind: "127.0.0.1:0".into(), workers: 1, tls: None, shutdown_seconds: 0 };
        let routes = |cfg: &mut ServiceConfig| {
            cfg.route("/", web::get().to(soon));
        };
        let listening = serve(&options, routes).unwrap();
        let (address, handle) = (listening.addresses[0], listening.server.handle());
        let server = rt::spawn(listening.server);
        let mut gaps = rt::task::spawn_blocking(move || gaps(address)).await.unwrap();
        handle.stop(false).await;
        server.await.unwrap().unwrap();
        gaps.sort_unstable();
        // Collected, each waits about 40 ms.
        assert!(gaps[gaps.len() / 2] < Duration::from_millis(25), "{gaps:?}");
    }

    #[actix_web::test]
    async fn a_connection_that_waited_for_seconds_is_still_good() {
        let options = Options { bind: "127.0.0.1:0".into(), workers: 1, tls: None, shutdown_seconds: 0 };
        let routes = |cfg: &mut ServiceConfig| {
            cfg.route("/", web::get().to(async || HttpResponse::Ok().body("x")));
        };
        let listening = serve(&options, routes).unwrap();
        let (address, handle) = (listening.addresses[0], listening.server.handle());
        let server = rt::spawn(listening.server);
        let after_a_while = move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").unwrap();
            answer(&mut stream);
            stream.set_read_timeout(Some(Duration::from_secs(7))).unwrap();
            stream.read(&mut [0]).map_err(|error| error.kind())
        };
        let waited = rt::task::spawn_blocking(after_a_while).await.unwrap();
        handle.stop(false).await;
        server.await.unwrap().unwrap();
        assert_eq!(waited, Err(ErrorKind::WouldBlock), "it was closed, and the next request would be lost");
    }

    fn gaps(address: SocketAddr) -> Vec<Duration> {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        let gap = |_| {
            stream.write_all(&b"GET / HTTP/1.1\r\nhost: x\r\n\r\n".repeat(2)).unwrap();
            answer(&mut stream);
            let first = Instant::now();
            answer(&mut stream);
            first.elapsed()
        };
        (0..40).map(gap).collect()
    }

    /// Reads to the end of one answer, whose body is one letter.
    fn answer(stream: &mut TcpStream) {
        let mut seen = Vec::new();
        let mut byte = [0];
        while !seen.ends_with(b"\r\n\r\nx") {
            stream.read_exact(&mut byte).unwrap();
            seen.push(byte[0]);
        }
    }
}
