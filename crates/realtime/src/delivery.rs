use std::sync::Arc;

use crate::{connection::Connection, frame::Push};

/// How frames get to the sockets of this node. The first way puts them into each socket's own queue, from
/// where the transport joins them into one write; another may hand whole lists to the core that owns the
/// sockets. Never blocks.
pub(crate) trait Delivery: Send + Sync {
    /// Gives all `pushes`, in order, to each of `targets`.
    fn deliver(&self, targets: &[Arc<Connection>], pushes: &[Push]);
}

/// Into the queues of the sockets.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Queues;

impl Delivery for Queues {
    fn deliver(&self, targets: &[Arc<Connection>], pushes: &[Push]) {
        for connection in targets {
            connection.push(pushes);
        }
    }
}
