use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use kamachat_domain::Timestamp;

use super::{Job, JobError, JobHandler, JobKind, JobState, StoredJob, context};
use crate::{
    Result,
    ports::{Ids, Sealer},
    store::Store,
};

/// How long a done job can still be looked up.
const KEPT: TimeDelta = TimeDelta::days(7);
/// Longest pause between two attempts, in milliseconds.
const LONGEST_PAUSE: i64 = 3_600_000;
/// Characters of an error that are stored.
const ERROR_LENGTH: usize = 500;

/// How jobs are run.
#[derive(Clone, Copy, Debug)]
pub struct JobOptions {
    /// Attempts before a job is given up.
    pub attempts: u32,
    /// How long an attempt may take. Whoever has not ended by then is taken for dead, and another begins.
    pub patience: Duration,
}

/// Runs jobs of some kinds, one after another. Several runners, also on several nodes, share the work.
#[derive(Clone)]
pub struct JobRunner {
    store: Arc<dyn Store>,
    sealer: Arc<dyn Sealer>,
    ids: Arc<dyn Ids>,
    handlers: Vec<Arc<dyn JobHandler>>,
    options: JobOptions,
}

impl JobRunner {
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        sealer: Arc<dyn Sealer>,
        ids: Arc<dyn Ids>,
        handlers: Vec<Arc<dyn JobHandler>>,
        options: JobOptions,
    ) -> Self {
        Self { store, sealer, ids, handlers, options }
    }

    /// How long [`Self::run_next`] may be waited for.
    #[must_use]
    pub fn patience(&self) -> Duration {
        self.options.patience
    }

    /// Runs the next job that is due; `false` when there is none.
    ///
    /// # Errors
    /// What the database says; a job that fails is no error.
    pub async fn run_next(&self) -> Result<bool> {
        let kinds: Vec<JobKind> = self.handlers.iter().map(|handler| handler.kind()).collect();
        let read = self.store.read();
        let now = read.now().await?;
        let Some(mut job) = read.jobs().due(&kinds, now).await? else { return Ok(false) };
        // The attempt before this one may still be on its way when its time is over, hence twice the time.
        let until = now + TimeDelta::from_std(self.options.patience * 2).unwrap_or(TimeDelta::MAX);
        let tx = self.store.begin().await?;
        if !tx.jobs().begin(&job, until).await? {
            return Ok(true);
        }
        tx.commit().await?;
        job.attempts += 1;
        // Attempts that ended without a word count, too: a job that takes its process along must end.
        let outcome = if job.attempts > self.options.attempts {
            Err(JobError::Dead("no attempt came to an end".into()))
        } else {
            self.attempt(&job).await
        };
        self.settle(job, outcome).await?;
        Ok(true)
    }

    /// Forgets what was done long ago.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_done(&self) -> Result<u64> {
        let tx = self.store.begin().await?;
        let now = tx.now().await?;
        let forgotten = tx.jobs().forget_done(now - KEPT).await?;
        tx.commit().await?;
        Ok(forgotten)
    }

    async fn attempt(&self, stored: &StoredJob) -> std::result::Result<(), JobError> {
        let handler = self.handlers.iter().find(|handler| handler.kind().as_str() == stored.kind);
        let (Some(handler), Some(sealed)) = (handler, &stored.payload) else {
            return Err(JobError::Dead("nothing to do".into()));
        };
        let open = self.sealer.open(&context(stored.id), sealed);
        let job = Job {
            id: stored.id,
            kind: handler.kind(),
            attempt: stored.attempts,
            created_at: stored.created_at,
            payload: open.map_err(|error| JobError::Dead(Box::new(error)))?,
        };
        handler.run(&job).await
    }

    async fn settle(&self, mut job: StoredJob, outcome: std::result::Result<(), JobError>) -> Result<()> {
        let tx = self.store.begin().await?;
        let now = tx.now().await?;
        match outcome {
            Ok(()) => {
                (job.state, job.ended_at, job.payload) = (JobState::Done, Some(now), None);
                job.last_error.clear();
            }
            Err(JobError::Retry(error)) if job.attempts < self.options.attempts => {
                tracing::warn!(job = %job.id, kind = job.kind, attempt = job.attempts, error = &*error as &dyn std::error::Error, "a job failed and is tried again");
                job.next_at = self.after_pause(job.attempts, now);
                job.last_error = told(&*error);
            }
            Err(JobError::Retry(error) | JobError::Dead(error)) => {
                tracing::error!(job = %job.id, kind = job.kind, attempt = job.attempts, error = &*error as &dyn std::error::Error, "a job is given up; `kamachat jobs` shows it");
                (job.state, job.ended_at) = (JobState::Dead, Some(now));
                job.last_error = told(&*error);
            }
        }
        tx.jobs().settle(&job).await?;
        Ok(tx.commit().await?)
    }

    /// 1 s, 4 s, 16 s … at most an hour, and up to a quarter more, so that jobs that failed together do not
    /// come back together.
    fn after_pause(&self, attempts: u32, now: Timestamp) -> Timestamp {
        let pause =
            1000_i64.saturating_mul(4_i64.saturating_pow(attempts.saturating_sub(1))).min(LONGEST_PAUSE);
        let [chance, ..] = self.ids.secret();
        now + TimeDelta::milliseconds(pause + pause * i64::from(chance) / 1024)
    }
}

/// An error and its causes, cut to what is stored.
fn told(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text.chars().take(ERROR_LENGTH).collect()
}
