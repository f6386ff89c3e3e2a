//! Around every request: an id, a span, problems instead of bare errors, headers, the access log.

use std::{net::IpAddr, sync::LazyLock, time::Instant};

use actix_web::{
    Error, HttpMessage, HttpRequest,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
    web::Data,
};
use kamachat_application::{
    Error as Refused, Services,
    ports::{Budget, Subject},
};
use tracing::Instrument;
use uuid::Uuid;

use crate::{Refusal, TrustedProxies, access_log, headers};

/// What the server knows about its place in the network.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` count.
    pub trusted_proxies: TrustedProxies,
    /// How people reach the server, for example `https://chat.example.org`, when it is known.
    pub public_origin: Option<String>,
    /// Further origins whose pages may open a socket.
    pub allowed_origins: Vec<String>,
    /// Largest JSON body, in bytes.
    pub body_limit: usize,
}

impl Default for Edge {
    fn default() -> Self {
        Self {
            trusted_proxies: TrustedProxies::default(),
            public_origin: None,
            allowed_origins: Vec::new(),
            body_limit: 64 * 1024,
        }
    }
}

impl Edge {
    /// The edge of the application that serves `req`.
    #[must_use]
    pub fn of(req: &HttpRequest) -> &Self {
        static DEFAULT: LazyLock<Edge> = LazyLock::new(Edge::default);
        req.app_data::<Data<Self>>().map_or_else(|| &*DEFAULT, |edge| edge.get_ref())
    }

    /// The client's address; see [`TrustedProxies::client`].
    #[must_use]
    pub fn client_ip(&self, req: &HttpRequest) -> Option<IpAddr> {
        let forwarded = req.headers().get_all("x-forwarded-for");
        let forwarded: Vec<&str> = forwarded.filter_map(|value| value.to_str().ok()).collect();
        req.peer_addr().map(|peer| self.trusted_proxies.client(peer.ip(), &forwarded))
    }

    /// Whether the client came over TLS: this listener has it, a trusted proxy says so, or the public origin
    /// has this host.
    #[must_use]
    pub fn is_https(&self, req: &HttpRequest) -> bool {
        let from_proxy = req.peer_addr().is_some_and(|peer| self.trusted_proxies.contains(peer.ip()));
        let proto = req.headers().get("x-forwarded-proto").filter(|_| from_proxy);
        match proto {
            Some(proto) => proto.as_bytes().eq_ignore_ascii_case(b"https"),
            None if req.app_config().secure() => true,
            None => self.public_origin.as_deref().and_then(|o| o.strip_prefix("https://")) == Some(host(req)),
        }
    }

    /// Whether browsers are told to use nothing but TLS: everywhere but on this machine, where one name is
    /// used for many servers.
    #[must_use]
    pub fn is_strict(&self, req: &HttpRequest) -> bool {
        self.is_https(req) && !is_loopback(host(req))
    }

    /// Whether a browser trusts this connection with secure cookies: TLS, or the same machine.
    #[must_use]
    pub fn is_trustworthy(&self, req: &HttpRequest) -> bool {
        self.is_https(req) || is_loopback(host(req))
    }

    /// Whether the `Origin` of a request is the server's own or an allowed one; `None` without that header.
    #[must_use]
    pub fn origin_is_allowed(&self, req: &HttpRequest) -> Option<bool> {
        let origin = req.headers().get(header::ORIGIN)?.as_bytes();
        let own = [format!("http://{}", host(req)), format!("https://{}", host(req))];
        let known = own.iter().chain(&self.public_origin).chain(&self.allowed_origins);
        Some(known.into_iter().any(|allowed| allowed.as_bytes() == origin))
    }
}

/// The host that the client asked for, with its port.
fn host(req: &HttpRequest) -> &str {
    let header = req.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    header.or_else(|| req.uri().authority().map(|authority| authority.as_str())).unwrap_or_default()
}

fn is_loopback(host: &str) -> bool {
    let name = if let Some(v6) = host.strip_prefix('[') {
        v6.split(']').next().unwrap_or_default()
    } else {
        host.split(':').next().unwrap_or_default()
    };
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Names a request in answers and in the log. Made here for each request; what a client sends is not used.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

pub(crate) async fn around<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let started = Instant::now();
    #[expect(clippy::disallowed_methods, reason = "names a request in the log; nothing is stored under it")]
    let id = Uuid::new_v4().simple().to_string();
    req.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", id);
    async move {
        let mut answer = match admit(req.request()).await {
            Ok(()) => as_problem(next.call(req).await?.map_into_boxed_body(), &id),
            Err(refused) => req.into_response(Refusal::from(refused).answer(&id)).map_into_boxed_body(),
        };
        headers::add(&mut answer, &id);
        access_log::write(&answer, started.elapsed());
        Ok(answer)
    }
    .instrument(span)
    .await
}

/// Takes a call to the API off the budget of the address that it comes from.
async fn admit(req: &HttpRequest) -> Result<(), Refused> {
    let services = req.app_data::<Data<Services>>().filter(|_| is_api(req.path()));
    let Some(services) = services else { return Ok(()) };
    let from = Subject::ip(Edge::of(req).client_ip(req));
    Ok(services.limits.take(Budget::Requests, &from, 1).await?)
}

/// Writes what was refused as a problem: our refusals, and the framework's own errors on the API's paths.
fn as_problem(answer: ServiceResponse, id: &str) -> ServiceResponse {
    let status = answer.status();
    if !status.is_client_error() && !status.is_server_error() {
        return answer;
    }
    let ours = answer.response().error().and_then(|error| error.as_error::<Refusal>());
    let mut problem = match ours {
        Some(refusal) => refusal.answer(id),
        None if is_api(answer.request().path()) => Refusal::of_status(status).answer(id),
        None => return answer,
    };
    let (request, original) = answer.into_parts();
    if let Some(allowed) = original.headers().get(header::ALLOW) {
        problem.headers_mut().insert(header::ALLOW, allowed.clone());
    }
    ServiceResponse::new(request, problem)
}

pub(crate) fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || path == "/ws"
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_page_of_another_site_is_told_by_its_origin() {
        let edge = Edge { allowed_origins: vec!["https://app.example".into()], ..Edge::default() };
        let asked = |origin: &str| {
            let req = TestRequest::get().insert_header(("host", "chat.example:8000"));
            edge.origin_is_allowed(&req.insert_header(("origin", origin)).to_http_request())
        };
        assert_eq!(asked("http://chat.example:8000"), Some(true));
        assert_eq!(asked("https://app.example"), Some(true));
        for other in ["https://evil.example", "null", "http://chat.example", "http://chat.example:8000.evil"]
        {
            assert_eq!(asked(other), Some(false), "{other}");
        }
        assert_eq!(edge.origin_is_allowed(&TestRequest::get().to_http_request()), None);
    }

    #[test]
    fn loopback_is_a_name_or_an_address_and_not_a_prefix() {
        for host in ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "a.localhost"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "", "evil"] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn forwarded_tls_counts_from_a_trusted_proxy_only() {
        let proxies = TrustedProxies::parse(&["10.0.0.1".to_owned()]).unwrap_or_default();
        let edge = Edge { trusted_proxies: proxies, ..Edge::default() };
        let https = |peer: &str| {
            let peer = peer.parse().unwrap_or_else(|_| unreachable!("{peer}"));
            let req = TestRequest::get().peer_addr(peer).insert_header(("x-forwarded-proto", "https"));
            edge.is_https(&req.to_http_request())
        };
        assert!(https("10.0.0.1:1"));
        assert!(!https("10.0.0.2:1"));
    }
}
