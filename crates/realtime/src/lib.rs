//! The socket layer of KamaChat without a transport: which sockets are open, what waits for each of them,
//! what their frames mean, and how a committed message gets to them.
//!
//! Nothing here knows HTTP or TCP: a transport opens a socket with [`Realtime::open`], gives what it reads to
//! the [`Session`] (whole frames, parsed by [`Inbound`]) and writes what it takes from the [`Output`]. Nothing
//! here may wait for a socket either: a queue that overflows gives way, see `outbox.rs`.
//!
//! Start with [`Session::on_frame`] for what comes in, and `lane.rs` for what goes out. The rules that
//! clients rely on are in `docs/REALTIME.md`.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that cannot go on says where"))]

mod audience;
mod changed;
mod changes;
mod connection;
mod conversations;
mod delivery;
mod directory;
mod fanout;
mod feed;
mod frame;
mod heartbeat;
mod inbound;
mod lane;
mod messages;
mod open;
mod options;
mod outbox;
mod parse;
mod presence;
mod pushed;
mod registry;
mod session;
mod sweep;
mod typing;
mod view;
mod watching;

pub use inbound::{Inbound, Incoming, MAX_MESSAGE, Violation};
pub use open::{Output, Session};
pub use options::Options;

/// Messages between the wire and the use cases, alike over the socket and over HTTP.
pub mod wire {
    pub use crate::{
        parse::{Unparsed, body, frame, refs},
        view::message,
    };
}

use std::{
    fmt,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use kamachat_application::{
    Services,
    ports::{Push, Subscriber},
};
use kamachat_protocol::frames::CloseCode;
use tokio::{sync::mpsc, task::JoinSet};

use crate::{
    delivery::{Delivery, Queues},
    directory::Directory,
    fanout::Fanout,
    heartbeat::{Heartbeat, Seconds},
    lane::{Job, Lane},
    presence::Attendance,
    registry::Registry,
    sweep::Sweep,
};

/// All sockets of this node. Cheap to clone.
#[derive(Clone)]
pub struct Realtime(Arc<Inner>);

struct Inner {
    services: Services,
    options: Options,
    registry: Arc<Registry>,
    fanout: Arc<Fanout>,
    attendance: Arc<Attendance>,
    seconds: Seconds,
    next_id: AtomicU64,
    stopping: AtomicBool,
    /// What the fan-out tasks read, until [`Realtime::run`] starts them.
    jobs: Mutex<Vec<mpsc::Receiver<Job>>>,
}

impl Realtime {
    /// A node without sockets. It takes pushes from now on and works them off once [`Self::run`] runs.
    #[must_use]
    pub fn new(services: Services, options: Options) -> Self {
        let registry = Arc::new(Registry::default());
        let (fanout, jobs) = Fanout::new(Arc::clone(&registry), options.lanes, options.lane_capacity);
        let presences = Arc::clone(&services.presence);
        let attendance = Arc::new(Attendance::new(Arc::clone(&registry), presences, &options));
        Self(Arc::new(Inner {
            services,
            options,
            registry,
            fanout: Arc::new(fanout),
            attendance,
            seconds: Seconds::default(),
            next_id: AtomicU64::new(1),
            stopping: AtomicBool::new(false),
            jobs: Mutex::new(jobs),
        }))
    }

    /// Fan-out, heartbeat and sweep. Runs until it is dropped, which ends all of them; returns only when it
    /// was started before or when one of them died of a defect.
    pub async fn run(&self) {
        let jobs = std::mem::take(&mut *self.0.jobs.lock().unwrap_or_else(PoisonError::into_inner));
        if jobs.is_empty() {
            return;
        }
        let mut tasks = self.start(jobs);
        if let Some(Err(error)) = tasks.join_next().await {
            tracing::error!(error = &error as &dyn std::error::Error, "a task of the socket layer died");
        }
    }

    /// How many sockets are open.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.0.registry.len()
    }

    /// How many pushes were dropped because fan-out could not keep up; the sweep heals them.
    #[must_use]
    pub fn dropped_pushes(&self) -> u64 {
        self.0.fanout.dropped()
    }

    /// The server goes down: all sockets are told to come back later, and new ones too.
    pub fn shutdown(&self) {
        self.0.stopping.store(true, Ordering::SeqCst);
        self.0.registry.visit(|connection| connection.close(CloseCode::Restarting));
    }

    fn start(&self, jobs: Vec<mpsc::Receiver<Job>>) -> JoinSet<()> {
        let Inner { services, options, registry, fanout, seconds, .. } = &*self.0;
        let directory: Arc<dyn Directory> = Arc::new(services.clone());
        let delivery: Arc<dyn Delivery> = Arc::new(Queues);
        let mut tasks = JoinSet::new();
        for jobs in jobs {
            let lane = Lane::new(Arc::clone(&directory), Arc::clone(registry), Arc::clone(&delivery));
            tasks.spawn(lane.run(jobs));
        }
        let sweep = || Sweep {
            directory: Arc::clone(&directory),
            registry: Arc::clone(registry),
            fanout: Arc::clone(fanout),
        };
        tasks.spawn(sweep().run_conversations(options.sweep));
        tasks.spawn(sweep().run_sessions(options.session_check));
        tasks.spawn(Arc::clone(&self.0.attendance).run());
        let (registry, seconds) = (Arc::clone(registry), seconds.clone());
        tasks.spawn(Heartbeat { registry, seconds, options: options.clone() }.run());
        tasks
    }
}

impl Subscriber for Realtime {
    fn receive(&self, push: Arc<Push>) {
        self.0.attendance.receive(&push);
        self.0.fanout.receive(push);
    }
}

impl fmt::Debug for Realtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Realtime").field("connections", &self.connections()).finish_non_exhaustive()
    }
}
