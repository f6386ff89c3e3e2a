//! The tasks that run beside the requests. Each has an owner that ends it.

use std::{sync::Arc, time::Duration};

use kamachat_application::{
    feed::Feed,
    jobs::JobRunner,
    ports::BatchHandler,
    search::{Scope, SearchIndexer},
};
use kamachat_infrastructure::{DbStore, Writer};
use kamachat_realtime::Realtime;
use tokio::{
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval, sleep},
};

use crate::jobs;

/// How often SQLite's log is written back.
const CHECKPOINT: Duration = Duration::from_secs(5);
/// A look at what was touched in the last minutes must not take minutes itself.
const LONG_ROUND: Duration = Duration::from_secs(30);
/// How often the whole index is looked through for what is missing.
const LOOK_THROUGH: Duration = Duration::from_hours(1);

/// How often what is not kept for ever is looked for.
const TIDY: Duration = Duration::from_hours(1);

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
            tasks.spawn(checkpoint(store.clone()));
        }
        if let Some(runner) = runners.first() {
            tasks.spawn(tidy(runner.clone(), Feed::new(Arc::new(store))));
        }
        for runner in runners {
            tasks.spawn(jobs::run(runner, poll));
        }
        Self(tasks)
    }

    /// Keeps the index of messages up to date, looking every `poll`.
    pub(crate) fn index(&mut self, indexer: SearchIndexer, poll: Duration) {
        self.0.spawn(index(indexer, poll));
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

/// Forgets jobs that were done, and events of accounts that happened, long ago.
async fn tidy(jobs: JobRunner, feed: Feed) {
    let mut ticks = interval(TIDY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        for (forgotten, what) in
            [(jobs.forget_done().await, "done jobs"), (feed.forget_old().await, "old events")]
        {
            match forgotten {
                Ok(0) => {}
                Ok(number) => tracing::info!(number, "forgot {what}"),
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "{what} were not forgotten");
                }
            }
        }
    }
}

/// What was never indexed comes first, such as the messages from before there was an index.
async fn index(indexer: SearchIndexer, poll: Duration) {
    let mut looked_through: Option<Instant> = None;
    loop {
        let began = Instant::now();
        let is_whole = looked_through.is_none_or(|at| at.elapsed() >= LOOK_THROUGH);
        match indexer.catch_up(if is_whole { Scope::All } else { Scope::Recent }).await {
            Ok(_) if is_whole => looked_through = Some(Instant::now()),
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "messages were not indexed");
            }
        }
        // What was touched while this took so long is not recent any more.
        if began.elapsed() > LONG_ROUND {
            looked_through = None;
        }
        sleep(poll).await;
    }
}
