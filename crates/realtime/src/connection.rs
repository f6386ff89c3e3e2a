//! One socket as the rest of the crate sees it: a bounded queue and a waker.

use std::{
    fmt,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use kamachat_application::Actor;
use kamachat_domain::{
    accounts::Activity,
    ids::{AccountId, SessionId},
};
use kamachat_protocol::frames::{CloseCode, ServerFrame};

use crate::{
    frame::{self, Push},
    outbox::{Limits, Outbox, Overrun},
};

/// Answers beyond this wait until the socket took some: the client's own frames are read no faster.
const ROOM: usize = 1024 * 1024;

/// An open socket. Pushing never blocks and never waits for the network.
pub struct Connection {
    /// Unique on this node for as long as the process lives.
    pub id: u64,
    pub account_id: AccountId,
    pub session_id: SessionId,
    limits: Limits,
    /// Second (of the node's heartbeat) in which it was opened.
    opened: u64,
    /// Second in which the client was heard last.
    heard: AtomicU64,
    greeted: AtomicBool,
    /// Nobody uses the device, by its own word.
    idle: AtomicBool,
    closing: AtomicBool,
    shared: Mutex<Shared>,
}

#[derive(Default)]
struct Shared {
    outbox: Outbox,
    closed: bool,
    writer: Option<Waker>,
    reader: Option<Waker>,
    /// Whether something was taken since the last look, and for how many looks nothing was.
    moved: bool,
    stuck: u64,
}

impl Connection {
    pub(crate) fn new(id: u64, actor: &Actor, limits: Limits, second: u64) -> Self {
        Self {
            id,
            account_id: actor.account_id,
            session_id: actor.session_id,
            limits,
            opened: second,
            heard: AtomicU64::new(second),
            greeted: AtomicBool::new(false),
            idle: AtomicBool::new(false),
            closing: AtomicBool::new(false),
            shared: Mutex::default(),
        }
    }

    /// Whether it takes nothing more.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    /// Queues an answer: it is never dropped.
    pub fn answer(&self, frame: &ServerFrame) {
        self.answer_bytes(frame::text(frame));
    }

    /// Queues the bytes of an answer.
    pub(crate) fn answer_bytes(&self, bytes: Bytes) {
        self.change(|outbox, limits| outbox.answer(bytes, limits));
    }

    /// Queues news of the account, which are not dropped either.
    pub(crate) fn news(&self, bytes: Bytes) {
        self.change(|outbox, limits| outbox.news(bytes, limits));
    }

    /// Queues what is worth nothing later; dropped while the socket is behind.
    pub(crate) fn hint(&self, bytes: Bytes) {
        self.change(|outbox, limits| {
            outbox.hint(bytes, limits);
            Ok(())
        });
    }

    /// Queues pushed frames, except those that came from this socket.
    pub fn push(&self, pushes: &[Push]) {
        self.change(|outbox, limits| {
            pushes
                .iter()
                .filter(|push| push.origin != Some(self.id))
                .try_for_each(|push| outbox.push(push, limits))
        });
    }

    /// From now on pushes are kept, but only after [`Self::release`] they are sent.
    pub(crate) fn hold(&self) {
        self.greeted.store(true, Ordering::Relaxed);
        self.change(|outbox, _| {
            outbox.hold();
            Ok(())
        });
    }

    /// Lets pushes through, those kept back first.
    pub(crate) fn release(&self) {
        self.change(|outbox, _| {
            outbox.release();
            Ok(())
        });
    }

    /// Closes the socket. Whose session ended, or who does not read, gets nothing more than the code.
    pub fn close(&self, code: CloseCode) {
        let mut shared = self.lock();
        if shared.closed {
            return;
        }
        self.finish(&mut shared, code);
        wake(shared);
    }

    /// The transport is gone: nothing will be written any more.
    pub(crate) fn abandon(&self) {
        self.closing.store(true, Ordering::Release);
        let mut shared = self.lock();
        shared.closed = true;
        shared.outbox.clear();
        shared.writer = None;
        wake(shared);
    }

    /// The next bytes to write, joined; `None` after the last ones of a closed socket.
    pub fn poll_output(&self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let mut shared = self.lock();
        let Some(bytes) = shared.outbox.take() else {
            if shared.closed {
                return Poll::Ready(None);
            }
            register(&mut shared.writer, cx);
            return Poll::Pending;
        };
        shared.moved = true;
        let reader = if shared.outbox.answer_bytes() < ROOM { shared.reader.take() } else { None };
        drop(shared);
        if let Some(reader) = reader {
            reader.wake();
        }
        Poll::Ready(Some(bytes))
    }

    /// Waits until the socket took enough of its answers to ask for more.
    pub(crate) async fn room(&self) {
        std::future::poll_fn(|cx| {
            let mut shared = self.lock();
            if shared.closed || shared.outbox.answer_bytes() < ROOM {
                return Poll::Ready(());
            }
            register(&mut shared.reader, cx);
            Poll::Pending
        })
        .await;
    }

    /// What the device says about its use; nothing before its `hello`.
    pub(crate) fn activity(&self) -> Option<Activity> {
        let is_there = self.greeted.load(Ordering::Relaxed) && !self.is_closing();
        let is_idle = self.idle.load(Ordering::Relaxed);
        is_there.then_some(if is_idle { Activity::Idle } else { Activity::Active })
    }

    /// Whether this is news.
    pub(crate) fn set_idle(&self, idle: bool) -> bool {
        self.idle.swap(idle, Ordering::Relaxed) != idle
    }

    /// The client sent something.
    pub(crate) fn heard(&self, second: u64) {
        self.heard.store(second, Ordering::Relaxed);
    }

    /// Seconds since the client was heard.
    pub(crate) fn silent_for(&self, second: u64) -> u64 {
        second.saturating_sub(self.heard.load(Ordering::Relaxed))
    }

    /// Seconds that it has been open without a `hello`; 0 once there was one.
    pub(crate) fn ungreeted_for(&self, second: u64) -> u64 {
        if self.greeted.load(Ordering::Relaxed) { 0 } else { second.saturating_sub(self.opened) }
    }

    /// Called once a second: for how many of them frames waited and none was taken.
    pub(crate) fn stuck_for(&self) -> u64 {
        let mut shared = self.lock();
        if std::mem::take(&mut shared.moved) || shared.outbox.is_empty() {
            shared.stuck = 0;
        } else {
            shared.stuck += 1;
        }
        shared.stuck
    }

    fn change(&self, change: impl FnOnce(&mut Outbox, Limits) -> Result<(), Overrun>) {
        let mut shared = self.lock();
        if shared.closed {
            return;
        }
        if change(&mut shared.outbox, self.limits).is_err() {
            self.finish(&mut shared, CloseCode::TooSlow);
        }
        wake(shared);
    }

    fn finish(&self, shared: &mut Shared, code: CloseCode) {
        self.closing.store(true, Ordering::Release);
        if matches!(code, CloseCode::Revoked | CloseCode::TooSlow) {
            shared.outbox.clear();
        }
        shared.outbox.end(frame::close(code));
        shared.closed = true;
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn register(slot: &mut Option<Waker>, cx: &Context<'_>) {
    if slot.as_ref().is_none_or(|waker| !waker.will_wake(cx.waker())) {
        *slot = Some(cx.waker().clone());
    }
}

/// Wakes whoever has something to do now, outside the lock.
fn wake(mut shared: MutexGuard<'_, Shared>) {
    let writer = if shared.closed || !shared.outbox.is_empty() { shared.writer.take() } else { None };
    let reader = if shared.closed { shared.reader.take() } else { None };
    drop(shared);
    for waker in [writer, reader].into_iter().flatten() {
        waker.wake();
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("id", &self.id).field("account_id", &self.account_id).finish()
    }
}

#[cfg(test)]
#[path = "connection_tests.rs"]
mod tests;
