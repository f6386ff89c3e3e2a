//! One WebSocket, from `hello` to its end. It does not come back by itself: [`crate::Resuming`] does.

mod connect;

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

pub use connect::{ConnectOptions, Credentials};
use futures_util::{SinkExt, StreamExt};
use kamachat_domain::ids::{AccountId, ClientMsgId, ConversationId, SessionId};
use kamachat_protocol::{
    conversations::Head,
    frames::{AckedMessage, ClientFrame, ServerFrame},
    messages::Message,
};
use tokio::{net::TcpStream, time::timeout_at};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, tungstenite};

use crate::{
    decode::decode,
    error::{Error, Result},
};

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Longest wait for the connection, for `ready` with `heads`, and for the answer to a frame.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the server said first: `ready` and all of `heads`.
#[derive(Clone, Debug)]
pub struct Welcome {
    pub session_id: SessionId,
    pub user_id: AccountId,
    /// The server pings this often: silence of twice as long means a dead connection.
    pub heartbeat: Duration,
    /// Newest entry of the account feed.
    pub useq: i64,
    /// The numbers of every conversation.
    pub heads: Vec<Head>,
}

/// The server stored a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acked {
    pub message: AckedMessage,
    /// It was stored before, by an earlier try.
    pub duplicate: bool,
}

/// The answer to [`Socket::pull`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    pub from: i64,
    pub to: i64,
    /// Ascending; what is missing was announced as `unavailable`, or is above `to`.
    pub messages: Vec<Message>,
}

/// An open socket after the greeting. Small buffers (4 KiB each way), no delay on small writes.
#[derive(Debug)]
pub struct Socket {
    stream: Stream,
    /// Frames that came while an answer was waited for.
    early: VecDeque<ServerFrame>,
    heard: Instant,
    welcome: Welcome,
}

impl Socket {
    async fn hear_welcome(&mut self) -> Result<()> {
        loop {
            match self.next_frame().await? {
                ServerFrame::Ready { session_id, user_id, heartbeat_s, .. } => {
                    self.welcome.session_id = session_id;
                    self.welcome.user_id = user_id;
                    self.welcome.heartbeat = Duration::from_secs(heartbeat_s);
                }
                ServerFrame::Heads { useq, items, more } => {
                    self.welcome.useq = useq;
                    self.welcome.heads.extend(items);
                    if !more {
                        return Ok(());
                    }
                }
                ServerFrame::Error { code, message, retry_after, .. } => {
                    return Err(Error::Refused { code, message, retry_after });
                }
                other => self.early.push_back(other),
            }
        }
    }

    /// What the server said first.
    #[must_use]
    pub fn welcome(&self) -> &Welcome {
        &self.welcome
    }

    /// How long nothing came, not even a ping. Pings are noticed while [`Socket::recv`] is awaited.
    #[must_use]
    pub fn silence(&self) -> Duration {
        self.heard.elapsed()
    }

    /// The next frame. Cancelling it loses nothing.
    ///
    /// # Errors
    /// [`Error::Closed`], [`Error::Socket`], [`Error::Malformed`]; the socket is done for then.
    pub async fn recv(&mut self) -> Result<ServerFrame> {
        match self.early.pop_front() {
            Some(frame) => Ok(frame),
            None => self.next_frame().await,
        }
    }

    async fn next_frame(&mut self) -> Result<ServerFrame> {
        loop {
            let Some(message) = self.stream.next().await else {
                return Err(Error::Closed { code: None, reason: String::new() });
            };
            let message = message?;
            self.heard = Instant::now();
            match message {
                tungstenite::Message::Text(text) => {
                    if let Some(frame) = decode(&text)? {
                        return Ok(frame);
                    }
                }
                tungstenite::Message::Close(close) => {
                    let (code, reason) = close.map_or((None, String::new()), |close| {
                        (Some(close.code.into()), close.reason.to_string())
                    });
                    return Err(Error::Closed { code, reason });
                }
                _ => {}
            }
        }
    }

    /// Sends a frame.
    ///
    /// # Errors
    /// [`Error::Socket`] or [`Error::Closed`]: it may or may not have arrived.
    pub async fn send(&mut self, frame: &ClientFrame) -> Result<()> {
        self.feed(frame).await?;
        self.flush().await
    }

    /// Puts a frame into the buffer; [`Socket::flush`] sends what is there. Several frames share one write.
    ///
    /// # Errors
    /// As [`Socket::send`].
    pub async fn feed(&mut self, frame: &ClientFrame) -> Result<()> {
        let text = serde_json::to_string(frame)?;
        Ok(self.stream.feed(tungstenite::Message::text(text)).await?)
    }

    /// Sends what [`Socket::feed`] left in the buffer.
    ///
    /// # Errors
    /// As [`Socket::send`].
    pub async fn flush(&mut self) -> Result<()> {
        Ok(self.stream.flush().await?)
    }

    /// Sends text and waits for its `ack`, at most ten seconds. Frames that come meanwhile are kept for
    /// [`Socket::recv`].
    ///
    /// # Errors
    /// [`Error::Refused`] for good; [`Error::TimedOut`] and a broken socket mean *unknown*: send the same
    /// `client_msg_id` again.
    pub async fn send_message(
        &mut self,
        conversation_id: ConversationId,
        client_msg_id: ClientMsgId,
        text: &str,
    ) -> Result<Acked> {
        let reference = client_msg_id.to_string();
        self.send(&text_frame(conversation_id, client_msg_id, text)).await?;
        let is_ack = |frame: &ServerFrame| matches!(frame, ServerFrame::Ack { client_msg_id: id, .. } if *id == client_msg_id);
        match self.await_answer(&reference, is_ack).await? {
            ServerFrame::Ack { message, duplicate, .. } => Ok(Acked { message, duplicate }),
            _ => Err(Error::TimedOut),
        }
    }

    /// Asks for the presence of at most 200 people, in place of those before. What is to be seen comes as
    /// [`ServerFrame::Presence`].
    ///
    /// # Errors
    /// As [`Socket::send`].
    pub async fn watch(&mut self, user_ids: Vec<AccountId>) -> Result<()> {
        self.send(&ClientFrame::Watch { reference: None, user_ids }).await
    }

    /// Says that somebody writes here, or stopped. To be repeated every few seconds.
    ///
    /// # Errors
    /// As [`Socket::send`].
    pub async fn typing(&mut self, conversation_id: ConversationId, on: bool) -> Result<()> {
        self.send(&ClientFrame::Typing { conversation_id, on }).await
    }

    /// Asks for the messages `from..=to`, at most 200, and waits for the answer, at most ten seconds.
    ///
    /// # Errors
    /// [`Error::Refused`], [`Error::TimedOut`], a broken socket.
    pub async fn pull(&mut self, conversation_id: ConversationId, from: i64, to: i64) -> Result<Pulled> {
        let reference = format!("pull:{conversation_id}:{from}");
        self.send(&ClientFrame::Pull { reference: Some(reference.clone()), conversation_id, from, to })
            .await?;
        let is_page = |frame: &ServerFrame| matches!(frame, ServerFrame::Messages { reference: Some(r), .. } if *r == reference);
        match self.await_answer(&reference, is_page).await? {
            ServerFrame::Messages { from, to, items, .. } => Ok(Pulled { from, to, messages: items }),
            _ => Err(Error::TimedOut),
        }
    }

    /// Waits for the frame that fits, or an error with this `ref`; keeps the others.
    async fn await_answer(
        &mut self,
        reference: &str,
        fits: impl Fn(&ServerFrame) -> bool,
    ) -> Result<ServerFrame> {
        let until = tokio::time::Instant::now() + PATIENCE;
        loop {
            match timeout_at(until, self.next_frame()).await?? {
                ServerFrame::Error { reference: Some(r), code, message, retry_after } if r == reference => {
                    return Err(Error::Refused { code, message, retry_after });
                }
                frame if fits(&frame) => return Ok(frame),
                other => self.early.push_back(other),
            }
        }
    }

    /// Says goodbye.
    ///
    /// # Errors
    /// When the connection was broken already.
    pub async fn close(mut self) -> Result<()> {
        Ok(self.stream.close(None).await?)
    }
}

/// The frame that sends `text`, with the message's name as `ref`.
#[must_use]
pub fn text_frame(conversation_id: ConversationId, client_msg_id: ClientMsgId, text: &str) -> ClientFrame {
    ClientFrame::SendMessage {
        reference: Some(client_msg_id.to_string()),
        conversation_id,
        client_msg_id,
        kind: "text".to_owned(),
        body: serde_json::json!({ "text": text }),
        reply_to: None,
        mentions: None,
    }
}
