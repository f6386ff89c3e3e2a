use std::{
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use kamachat_protocol::accounts::AuthSession;
use reqwest::Url;

use crate::error::{Error, Result};

/// What proves who the caller is. Worth as much as the password while it lasts.
#[derive(Clone, PartialEq, Eq)]
pub struct Tokens {
    /// For REST and the socket, a few minutes long.
    pub access: String,
    /// Good for one renewal.
    pub refresh: Option<String>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(***)")
    }
}

/// One account on one server. Cheap to clone; clones share the tokens and the connection pool.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) http: reqwest::Client,
    pub(crate) base: Url,
    tokens: RwLock<Option<Tokens>>,
    /// Held while the tokens are renewed: the refresh token is good once.
    pub(crate) renewing: tokio::sync::Mutex<()>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("base", &self.inner.base.as_str()).finish_non_exhaustive()
    }
}

impl Client {
    /// For the server at `base_url`, such as `https://chat.example.org`; a path in it is kept.
    ///
    /// # Errors
    /// [`Error::Address`]; [`Error::Http`] when TLS cannot be set up.
    pub fn new(base_url: &str) -> Result<Self> {
        let http = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(60))
            // Less than servers keep one: a connection that is just being closed loses what is sent into it.
            .pool_idle_timeout(Duration::from_secs(30))
            .tcp_nodelay(true)
            .build()?;
        Self::with_http(base_url, http)
    }

    /// Like [`Client::new`] with an HTTP client of your own: time limits, proxy, certificates.
    ///
    /// # Errors
    /// [`Error::Address`].
    pub fn with_http(base_url: &str, http: reqwest::Client) -> Result<Self> {
        let mut base = Url::parse(base_url).map_err(|_| Error::Address(base_url.to_owned()))?;
        if !matches!(base.scheme(), "http" | "https") || base.host_str().is_none() {
            return Err(Error::Address(base_url.to_owned()));
        }
        base.set_query(None);
        base.set_fragment(None);
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        Ok(Self::from_parts(base, http))
    }

    fn from_parts(base: Url, http: reqwest::Client) -> Self {
        let inner = Inner { http, base, tokens: RwLock::default(), renewing: tokio::sync::Mutex::default() };
        Self { inner: Arc::new(inner) }
    }

    /// A client of the same server for somebody else, not signed in; shares the connection pool.
    #[must_use]
    pub fn another(&self) -> Self {
        Self::from_parts(self.inner.base.clone(), self.inner.http.clone())
    }

    /// The address of the server, ending in `/`.
    #[must_use]
    pub fn base_url(&self) -> &Url {
        &self.inner.base
    }

    /// The tokens as they are now, to be kept for the next start of the program.
    #[must_use]
    pub fn tokens(&self) -> Option<Tokens> {
        self.inner.tokens.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Goes on with tokens from earlier, or without any.
    pub fn set_tokens(&self, tokens: Option<Tokens>) {
        *self.inner.tokens.write().unwrap_or_else(PoisonError::into_inner) = tokens;
    }

    pub(crate) fn keep(&self, session: &AuthSession) {
        self.set_tokens(Some(Tokens {
            access: session.access_token.clone(),
            refresh: session.refresh_token.clone(),
        }));
    }

    pub(crate) fn access(&self) -> Option<String> {
        let tokens = self.inner.tokens.read().unwrap_or_else(PoisonError::into_inner);
        tokens.as_ref().map(|tokens| tokens.access.clone())
    }
}
