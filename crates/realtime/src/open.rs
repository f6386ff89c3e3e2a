//! Opening a socket: its two halves, and what happens when one of them goes.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, atomic::Ordering},
    task::{Context, Poll},
};

use bytes::Bytes;
use kamachat_application::Actor;
use kamachat_protocol::frames::CloseCode;

use crate::{Inner, Realtime, connection::Connection, outbox::Limits, registry::Slot, typing::Pace};

/// The read half of a socket: what the client says goes in here, in order. Dropping it closes the socket.
pub struct Session {
    pub(crate) node: Arc<Inner>,
    pub(crate) actor: Actor,
    pub(crate) connection: Arc<Connection>,
    pub(crate) greeted: bool,
    /// Seconds of the latest protocol errors.
    pub(crate) errors: VecDeque<u64>,
    pub(crate) typing: Pace,
    _slot: Option<Arc<Slot>>,
}

/// The write half of a socket. Dropping it says that the transport is gone.
pub struct Output {
    node: Arc<Inner>,
    connection: Arc<Connection>,
    _slot: Option<Arc<Slot>>,
}

impl Realtime {
    /// Opens a socket for somebody whose proof was checked. An account with too many sockets, and everybody
    /// while the server goes down, gets one that is closing already and says why.
    #[must_use]
    pub fn open(&self, actor: Actor) -> (Session, Output) {
        let node = &self.0;
        let id = node.next_id.fetch_add(1, Ordering::Relaxed);
        let limits = Limits::from(&node.options);
        let connection = Arc::new(Connection::new(id, &actor, limits, node.seconds.now()));
        let slot = node.registry.reserve(actor.account_id, node.options.connections_per_account);
        let slot = slot.ok().map(Arc::new);
        match &slot {
            Some(_) => node.registry.join(&connection),
            None => connection.close(CloseCode::TooMany),
        }
        // After joining: whoever shuts down either finds this socket or has said so before.
        if node.stopping.load(Ordering::SeqCst) {
            connection.close(CloseCode::Restarting);
        }
        let session = Session {
            node: Arc::clone(node),
            actor,
            connection: Arc::clone(&connection),
            greeted: false,
            errors: VecDeque::new(),
            typing: Pace::default(),
            _slot: slot.clone(),
        };
        (session, Output { node: Arc::clone(node), connection, _slot: slot })
    }
}

impl Inner {
    /// A socket is not there any more. Saying it again changes nothing.
    fn gone(&self, connection: &Connection) {
        self.registry.leave(connection);
        self.attendance.watching.leave(connection);
        self.attendance.changed(connection.account_id);
    }
}

impl Output {
    /// The next bytes for the socket, with their WebSocket headers and joined to few writes; `None` when the
    /// last ones were taken and the transport should close.
    pub fn poll(&self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        self.connection.poll_output(cx)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.connection.close(CloseCode::Normal);
        self.node.gone(&self.connection);
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.connection.abandon();
        self.node.gone(&self.connection);
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Session").field(&self.connection).finish()
    }
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Output").field(&self.connection).finish()
    }
}
