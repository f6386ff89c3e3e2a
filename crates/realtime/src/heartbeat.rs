//! One timer for all sockets: pings, and who has been silent or stuck for too long.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use kamachat_protocol::frames::CloseCode;
use tokio::time::{MissedTickBehavior, interval};

use crate::{connection::Connection, frame, options::Options, registry::Registry};

/// The node's seconds, counted by the heartbeat. When the process is suspended they stand still too, so
/// nobody is closed for what was not his fault.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seconds(Arc<AtomicU64>);

impl Seconds {
    pub(crate) fn now(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

pub(crate) struct Heartbeat {
    pub(crate) registry: Arc<Registry>,
    pub(crate) seconds: Seconds,
    pub(crate) options: Options,
}

impl Heartbeat {
    /// Beats for ever.
    pub(crate) async fn run(self) {
        let mut timer = interval(Duration::from_secs(1));
        timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
        timer.tick().await;
        loop {
            timer.tick().await;
            self.beat();
        }
    }

    /// One second passed.
    pub(crate) fn beat(&self) {
        let second = self.seconds.0.fetch_add(1, Ordering::Relaxed) + 1;
        self.registry.visit(|connection| self.look_at(connection, second));
    }

    fn look_at(&self, connection: &Connection, second: u64) {
        if connection.is_closing() {
            return;
        }
        let options = &self.options;
        if connection.ungreeted_for(second) > options.hello_within_s {
            connection.close(CloseCode::Unauthenticated);
        } else if connection.silent_for(second) > options.dead_after_s
            || connection.stuck_for() >= options.stuck_after_s
        {
            connection.close(CloseCode::TooSlow);
        } else if (second + connection.id).is_multiple_of(options.heartbeat_s.max(1)) {
            // By id, so that not all of them are pinged in the same second.
            connection.answer_bytes(frame::PING);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Poll, Waker};

    use kamachat_application::Actor;
    use kamachat_domain::accounts::Role;
    use uuid::Uuid;

    use super::*;
    use crate::outbox::Limits;

    fn heartbeat() -> (Heartbeat, Arc<Connection>) {
        let actor = Actor {
            account_id: Uuid::from_u128(1).into(),
            session_id: Uuid::from_u128(2).into(),
            role: Role::User,
        };
        let options = Options::default();
        let connection = Arc::new(Connection::new(1, &actor, Limits::from(&options), 0));
        let registry = Arc::new(Registry::default());
        registry.join(&connection);
        (Heartbeat { registry, seconds: Seconds::default(), options }, connection)
    }

    fn output(connection: &Connection) -> Option<bytes::Bytes> {
        match connection.poll_output(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(bytes) => bytes,
            Poll::Pending => None,
        }
    }

    #[test]
    fn who_does_not_say_hello_is_closed() {
        let (heartbeat, connection) = heartbeat();
        (0..5).for_each(|_| heartbeat.beat());
        assert!(!connection.is_closing());
        heartbeat.beat();
        assert_eq!(output(&connection), Some(frame::close(CloseCode::Unauthenticated)));
    }

    #[test]
    fn a_socket_is_pinged_once_a_period_and_dies_of_silence() {
        let (heartbeat, connection) = heartbeat();
        connection.hold();
        let mut pings = 0;
        for _ in 0..60 {
            heartbeat.beat();
            pings += usize::from(output(&connection) == Some(frame::PING));
        }
        assert_eq!((pings, connection.is_closing()), (2, false));
        connection.heard(heartbeat.seconds.now());
        (0..60).for_each(|_| {
            heartbeat.beat();
            output(&connection);
        });
        assert!(!connection.is_closing());
        heartbeat.beat();
        assert_eq!(output(&connection), Some(frame::close(CloseCode::TooSlow)));
    }

    #[test]
    fn who_takes_nothing_is_closed_as_too_slow() {
        let (heartbeat, connection) = heartbeat();
        connection.hold();
        connection.answer_bytes(bytes::Bytes::from_static(b"waits"));
        (0..30).for_each(|_| heartbeat.beat());
        assert_eq!(output(&connection), Some(frame::close(CloseCode::TooSlow)));
    }
}
