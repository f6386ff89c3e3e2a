//! Jobs: what happens after a commit and outside of the database, such as a mail. A job is written in the
//! transaction that wants it, so it exists exactly when its reason does, and is run at least once.
//!
//! A feature that has jobs names their kind and handler in `<feature>/jobs.rs`; [`JobRunner`] runs them.

pub mod repository;
mod runner;

use std::sync::Arc;

use async_trait::async_trait;
use kamachat_domain::{Timestamp, ids::JobId};
use serde::{Serialize, de::DeserializeOwned};

pub use runner::{JobOptions, JobRunner};

use crate::{
    Error, Result,
    ports::{Ids, IdsExt, PortError, Sealer, Source},
    store::Transaction,
};

/// What a job does, by the name that is stored. A node runs only the kinds that it has a handler for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct JobKind(&'static str);

impl JobKind {
    /// At most 32 letters; never given to another kind of work.
    #[must_use]
    pub const fn named(name: &'static str) -> Self {
        Self(name)
    }

    /// The stored name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Is run when its time has come.
    Waiting,
    /// Done; forgotten after a while.
    Done,
    /// Given up; stays until an operator revives it.
    Dead,
}

/// A job as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredJob {
    pub id: JobId,
    pub kind: String,
    /// Sealed; `None` once the job is done.
    pub payload: Option<Vec<u8>>,
    pub state: JobState,
    /// How often it was begun.
    pub attempts: u32,
    /// Not begun before: a delay, a pause after a failure, or the time that a running attempt has.
    pub next_at: Timestamp,
    /// Why the last attempt failed, for the operator; empty when none did.
    pub last_error: String,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

/// A job that is run now.
#[derive(Clone)]
pub struct Job {
    pub id: JobId,
    pub kind: JobKind,
    /// This attempt's number, from 1.
    pub attempt: u32,
    pub created_at: Timestamp,
    payload: Vec<u8>,
}

impl Job {
    /// What the job was given.
    ///
    /// # Errors
    /// [`JobError::Dead`] for another type: it will not fit later either.
    pub fn payload<T: DeserializeOwned>(&self) -> std::result::Result<T, JobError> {
        serde_json::from_slice(&self.payload).map_err(|error| JobError::Dead(Box::new(error)))
    }
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Job").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// Why an attempt failed. The text is stored for the operator, so it holds no secret and no address.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// May work later: after a pause that grows.
    #[error("{0}")]
    Retry(Source),
    /// Will never work.
    #[error("{0}")]
    Dead(Source),
}

impl From<Error> for JobError {
    fn from(error: Error) -> Self {
        Self::Retry(Box::new(error))
    }
}

impl From<PortError> for JobError {
    fn from(error: PortError) -> Self {
        Self::Retry(Box::new(error))
    }
}

/// Does the jobs of one kind.
#[async_trait]
pub trait JobHandler: Send + Sync {
    fn kind(&self) -> JobKind;

    /// Does it. It may have been done before, wholly or in part: a server that ended between the work and
    /// its note runs it again.
    async fn run(&self, job: &Job) -> std::result::Result<(), JobError>;
}

/// Writes jobs. Their payload is sealed: it may hold links and codes that the database must not tell.
#[derive(Clone)]
pub struct Jobs {
    ids: Arc<dyn Ids>,
    sealer: Arc<dyn Sealer>,
}

impl Jobs {
    #[must_use]
    pub fn new(ids: Arc<dyn Ids>, sealer: Arc<dyn Sealer>) -> Self {
        Self { ids, sealer }
    }

    /// Writes a job within `tx`, to be run as soon as it is committed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add(
        &self,
        tx: &dyn Transaction,
        kind: JobKind,
        payload: &(impl Serialize + Sync),
    ) -> Result<JobId> {
        let now = tx.now().await?;
        self.add_at(tx, kind, payload, now).await
    }

    /// Writes a job within `tx`, to be run not before `at`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_at(
        &self,
        tx: &dyn Transaction,
        kind: JobKind,
        payload: &(impl Serialize + Sync),
        at: Timestamp,
    ) -> Result<JobId> {
        let id: JobId = self.ids.make();
        let payload = serde_json::to_vec(payload).map_err(|error| PortError::Refused(Box::new(error)))?;
        let job = StoredJob {
            id,
            kind: kind.as_str().to_owned(),
            payload: Some(self.sealer.seal(&context(id), &payload)?),
            state: JobState::Waiting,
            attempts: 0,
            next_at: at,
            last_error: String::new(),
            created_at: tx.now().await?,
            ended_at: None,
        };
        tx.jobs().insert(&job).await?;
        Ok(id)
    }
}

/// Binds a payload to its job.
fn context(id: JobId) -> Vec<u8> {
    [b"job\0", id.as_uuid().as_bytes().as_slice()].concat()
}
