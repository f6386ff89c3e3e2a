//! What a client says on its socket, frame by frame and in order.

use bytes::Bytes;
use kamachat_application::{
    Error,
    messages::Outgoing,
    ports::{Budget, Subject},
};
use kamachat_domain::{Fault, conversations::Cursor};
use kamachat_protocol::frames::{ClientFrame, CloseCode, ServerFrame};

use crate::{
    frame,
    inbound::{Incoming, Violation},
    open::Session,
    parse,
};

/// Protocol errors within [`ERROR_WINDOW`] that end a socket.
const MAX_ERRORS: usize = 20;
/// Seconds.
const ERROR_WINDOW: u64 = 60;

impl Session {
    /// Whether there is nothing more to read: the socket is closing.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.connection.is_closing()
    }

    /// Handles one frame. While its answer is being read from the database only this socket waits; and a
    /// client that does not take its answers is not read any further.
    pub async fn on_frame(&mut self, incoming: Incoming) {
        if self.is_over() {
            return;
        }
        self.connection.heard(self.node.seconds.now());
        self.connection.room().await;
        match incoming {
            Incoming::Text(bytes) => self.on_bytes(&bytes).await,
            Incoming::Binary => self.refuse(None, "frame.binary_unsupported", "send JSON as text"),
            Incoming::Ping(payload) => self.connection.answer_bytes(frame::pong(&payload)),
            Incoming::Pong => {}
            Incoming::Close => self.connection.close(CloseCode::Normal),
        }
    }

    /// The client broke the rules of the transport: says so and closes.
    pub fn on_violation(&mut self, violation: Violation) {
        if violation == Violation::TooLarge {
            self.refuse(None, "frame.too_large", "a frame has at most 64 KiB");
        }
        self.connection.close(violation.close_code());
    }

    async fn on_bytes(&mut self, bytes: &Bytes) {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.on_text(text).await,
            Err(_) => self.on_violation(Violation::NotText),
        }
    }

    async fn on_text(&mut self, text: &str) {
        match parse::frame(text) {
            Ok(ClientFrame::Hello { heads, .. }) if !self.greeted => {
                self.hello(heads.unwrap_or_default()).await
            }
            Ok(frame) if self.greeted => self.command(frame).await,
            Ok(frame) => {
                let reference = parse::reference(&frame).cloned();
                self.hello_required(reference);
            }
            Err(unparsed) if self.greeted || unparsed.hello => {
                self.refuse(unparsed.reference, "request.invalid", "this frame is not understood");
            }
            Err(unparsed) => self.hello_required(unparsed.reference),
        }
    }

    async fn command(&mut self, frame: ClientFrame) {
        match frame {
            ClientFrame::Hello { .. } => self.refuse(None, "request.invalid", "hello comes once"),
            ClientFrame::SendMessage {
                reference,
                conversation_id,
                client_msg_id,
                kind,
                body,
                reply_to,
                mentions,
            } => {
                let parsed = parse::body(&kind, body).and_then(|body| {
                    let refs = parse::refs(reply_to, mentions)?;
                    Ok(Outgoing { conversation_id, client_msg_id, body, refs })
                });
                let sent = match parsed {
                    Ok(message) => self.send_message(reference.clone(), message).await,
                    Err(error) => Err(error.into()),
                };
                self.report(reference, sent);
            }
            ClientFrame::Read { conversation_id, seq } => self.advance(conversation_id, Cursor::Read, seq),
            ClientFrame::Delivered { conversation_id, seq } => {
                self.advance(conversation_id, Cursor::Delivered, seq);
            }
            ClientFrame::Pull { reference, conversation_id, from, to } => {
                let pulled = match self.take_request().await {
                    Ok(()) => Box::pin(self.pull(reference.clone(), conversation_id, from, to)).await,
                    refused => refused,
                };
                self.report(reference, pulled);
            }
            ClientFrame::Account { reference, since } => {
                let told = match self.take_request().await {
                    Ok(()) => Box::pin(self.account(reference.clone(), since)).await,
                    refused => refused,
                };
                self.report(reference, told);
            }
            ClientFrame::Watch { reference, user_ids } => {
                let watched = Box::pin(self.watch(user_ids)).await;
                self.report(reference, watched);
            }
            ClientFrame::Typing { conversation_id, on } => {
                Box::pin(self.on_typing(conversation_id, on)).await;
            }
            ClientFrame::Presence { state } => self.use_changed(state),
            ClientFrame::Ping { t } => self.connection.answer(&ServerFrame::Pong { t }),
            change => Box::pin(self.on_change(change)).await,
        }
    }

    /// What reads from the database counts as a call.
    pub(crate) async fn take_request(&self) -> Result<(), Error> {
        let subject = Subject::Account(self.actor.account_id);
        Ok(self.node.services.limits.take(Budget::Requests, &subject, 1).await?)
    }

    fn hello_required(&mut self, reference: Option<String>) {
        self.refuse(reference, "socket.hello_required", "say hello first");
    }

    /// Answers a protocol error; who makes too many of them is closed.
    fn refuse(&mut self, reference: Option<String>, code: &str, message: &str) {
        let (code, message) = (code.to_owned(), message.to_owned());
        self.connection.answer(&ServerFrame::Error { reference, code, message, retry_after: None });
        let now = self.node.seconds.now();
        self.errors.retain(|second| now - second < ERROR_WINDOW);
        self.errors.push_back(now);
        if self.errors.len() >= MAX_ERRORS {
            self.connection.close(CloseCode::TooMany);
        }
    }

    /// Answers what a use case refused. That is no protocol error: it does not count.
    pub(crate) fn report(&self, reference: Option<String>, result: Result<(), Error>) {
        if let Err(error) = result {
            self.connection.answer(&error_frame(reference, &error));
        }
    }
}

/// How an error of a use case looks on the wire.
pub(crate) fn error_frame(reference: Option<String>, error: &Error) -> ServerFrame {
    if let Error::Port(cause) = error {
        tracing::warn!(error = cause as &dyn std::error::Error, "a frame could not be handled");
    }
    let (code, message) = (error.code().to_owned(), error.to_string());
    ServerFrame::Error { reference, code, message, retry_after: error.retry_after() }
}
