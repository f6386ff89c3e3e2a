//! The tasks that run beside the requests. Each has an owner that ends it.

use std::{sync::Arc, time::Duration};

use kamachat_application::{jobs::JobRunner, ports::BatchHandler};
use kamachat_infrastructure::{DbStore, Writer};
use kamachat_realtime::Realtime;
use tokio::{
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};

use crate::jobs;

/// How often SQLite's log is written back.
const CHECKPOINT: Duration = Duration::from_secs(5);

/// The running tasks; dropping them ends them.
#[derive(Debug)]
pub(crate) struct Workers(JoinSet<()>);

impl Workers {
    pub(crate) fn start(
        writer: Writer,
        ledger: Arc<dyn BatchHandler>,
        realtime: Realtime,
        store: DbStore,
        runners: Vec<JobRunner>,
        poll: Duration,
    ) -> Self {
        let mut tasks = JoinSet::new();
        tasks.spawn(writer.run(ledger));
        tasks.spawn(async move { realtime.run().await });
        if store.is_embedded() {
            tasks.spawn(checkpoint(store));
        }
        for runner in runners {
            tasks.spawn(jobs::run(runner, poll));
        }
        Self(tasks)
    }

    /// Returns when a task ends, which none does by itself while the server runs.
    pub(crate) async fn one_ended(&mut self) {
        if let Some(Err(error)) = self.0.join_next().await {
            tracing::error!(error = &error as &dyn std::error::Error, "a task died of a defect");
        }
    }

    pub(crate) async fn stop(mut self) {
        self.0.shutdown().await;
    }
}

async fn checkpoint(store: DbStore) {
    let mut ticks = interval(CHECKPOINT);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = store.checkpoint().await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the log of SQLite was not written back"
            );
        }
    }
}
