//! Opening a socket.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use kamachat_protocol::frames::{ClientFrame, KnownHead};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    client_async_tls_with_config,
    tungstenite::{client::IntoClientRequest, http::HeaderValue, protocol::WebSocketConfig},
};

use super::{PATIENCE, Socket, Stream, Welcome};
use crate::{
    Client,
    error::{Error, Result},
};

/// So many fit a frame.
const MAX_HEADS: usize = 500;

/// How the socket says who it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Credentials {
    /// The access token in a header, renewed once when it is too old.
    #[default]
    Bearer,
    /// A single-use ticket, as browsers do it.
    Ticket,
}

/// How to open a socket.
#[derive(Clone, Debug, Default)]
pub struct ConnectOptions {
    /// What the device calls itself.
    pub device: Option<String>,
    /// Header or ticket.
    pub credentials: Credentials,
    /// How far the device is, so that a server that was set back can say `reset`. The first 500 are sent.
    pub heads: Vec<KnownHead>,
}

impl Client {
    /// Opens a socket and waits for the greeting.
    ///
    /// # Errors
    /// [`Error::Api`] when the server refuses, [`Error::TimedOut`] after ten seconds without progress.
    pub async fn connect(&self) -> Result<Socket> {
        self.connect_with(&ConnectOptions::default()).await
    }

    /// Like [`Client::connect`], with a choice.
    ///
    /// # Errors
    /// As [`Client::connect`].
    pub async fn connect_with(&self, options: &ConnectOptions) -> Result<Socket> {
        let stream = match options.credentials {
            Credentials::Ticket => {
                let ticket = self.socket_ticket().await?.ticket;
                self.upgrade(Some(&ticket), None).await?
            }
            Credentials::Bearer => {
                let access = self.access();
                match self.upgrade(None, access.as_deref()).await {
                    Err(Error::Api(error)) if error.status == 401 => {
                        self.renew(access.as_deref(), *error).await?;
                        self.upgrade(None, self.access().as_deref()).await?
                    }
                    stream => stream?,
                }
            }
        };
        greet(stream, options).await
    }

    async fn upgrade(&self, ticket: Option<&str>, access: Option<&str>) -> Result<Stream> {
        let bad = || Error::Address(self.inner.base.to_string());
        let mut url = self.inner.base.join("ws").map_err(|_| bad())?;
        let scheme = if url.scheme() == "https" { "wss" } else { "ws" };
        url.set_scheme(scheme).map_err(|()| bad())?;
        if let Some(ticket) = ticket {
            url.query_pairs_mut().append_pair("ticket", ticket);
        }
        let mut request = url.as_str().into_client_request()?;
        if let Some(access) = access {
            let mut value = HeaderValue::try_from(format!("Bearer {access}")).map_err(|_| bad())?;
            value.set_sensitive(true);
            request.headers_mut().insert("authorization", value);
        }
        let host = url.host_str().ok_or_else(bad)?.trim_matches(['[', ']']);
        let port = url.port_or_known_default().ok_or_else(bad)?;
        let tcp = timeout(PATIENCE, TcpStream::connect((host, port))).await??;
        tcp.set_nodelay(true)?;
        // The default buffers cost 128 KiB a connection.
        let small = WebSocketConfig::default()
            .read_buffer_size(4 * 1024)
            .write_buffer_size(4 * 1024)
            .max_message_size(Some(16 << 20));
        let opening = client_async_tls_with_config(request, tcp, Some(small), None);
        Ok(timeout(PATIENCE, opening).await??.0)
    }
}

async fn greet(stream: Stream, options: &ConnectOptions) -> Result<Socket> {
    let welcome = Welcome {
        session_id: uuid::Uuid::nil().into(),
        user_id: uuid::Uuid::nil().into(),
        heartbeat: Duration::from_secs(25),
        useq: 0,
        heads: Vec::new(),
    };
    let mut socket = Socket { stream, early: VecDeque::new(), heard: Instant::now(), welcome };
    let heads: Vec<KnownHead> = options.heads.iter().copied().take(MAX_HEADS).collect();
    let heads = (!heads.is_empty()).then_some(heads);
    socket.send(&ClientFrame::Hello { device: options.device.clone(), heads }).await?;
    timeout(PATIENCE, socket.hear_welcome()).await??;
    Ok(socket)
}
