//! Jobs: at least once, by one at a time, and given up in the end.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use kamachat_application::{
    jobs::{Job, JobError, JobHandler, JobKind, JobOptions, JobRunner, JobState, Jobs, StoredJob},
    ports::{Ids, PortError, Sealer},
};
use kamachat_domain::{Limit, ids::JobId};
use kamachat_infrastructure::{AeadSealer, SystemIds, security::Key};

use super::fixtures::{TestStore, write};

const KIND: JobKind = JobKind::named("test");
const OTHER: JobKind = JobKind::named("other");

/// What a [`Handler`] does with a job.
type Work = dyn Fn(&Job) -> Result<(), JobError> + Send + Sync;

struct Handler {
    work: Box<Work>,
    seen: Mutex<Vec<(String, u32)>>,
}

#[async_trait]
impl JobHandler for Handler {
    fn kind(&self) -> JobKind {
        KIND
    }

    async fn run(&self, job: &Job) -> Result<(), JobError> {
        self.seen.lock().unwrap().push((job.payload()?, job.attempt));
        tokio::task::yield_now().await;
        (self.work)(job)
    }
}

struct Bench {
    store: TestStore,
    jobs: Jobs,
    sealer: Arc<dyn Sealer>,
}

impl Bench {
    fn new(store: TestStore) -> Self {
        let sealer: Arc<dyn Sealer> = Arc::new(AeadSealer::new(&Key::new([7; 32])));
        let jobs = Jobs::new(Arc::new(SystemIds), Arc::clone(&sealer));
        Self { store, jobs, sealer }
    }

    fn runner(
        &self,
        attempts: u32,
        work: impl Fn(&Job) -> Result<(), JobError> + Send + Sync + 'static,
    ) -> (JobRunner, Arc<Handler>) {
        let handler = Arc::new(Handler { work: Box::new(work), seen: Mutex::default() });
        let ids: Arc<dyn Ids> = Arc::new(SystemIds);
        let options = JobOptions { attempts, patience: Duration::from_millis(100) };
        let handlers: Vec<Arc<dyn JobHandler>> = vec![Arc::clone(&handler) as _];
        let runner =
            JobRunner::new(Arc::clone(&self.store), Arc::clone(&self.sealer), ids, handlers, options);
        (runner, handler)
    }

    async fn add(&self, kind: JobKind, payload: &str) -> JobId {
        let tx = self.store.begin().await.unwrap();
        let id = self.jobs.add(&*tx, kind, &payload).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn list(&self, state: JobState) -> Vec<StoredJob> {
        self.store.read().jobs().list(state, None, Limit::max()).await.unwrap()
    }

    /// Lets the pause of a job be over.
    async fn hurry(&self, job: &StoredJob) {
        let due = StoredJob { next_at: job.created_at, ..job.clone() };
        let settled = write(&self.store, async |tx| tx.jobs().settle(&due).await).await.unwrap();
        assert!(settled);
    }
}

pub async fn a_job_is_done_once_and_its_payload_is_gone(store: TestStore) {
    let bench = Bench::new(store);
    let (runner, handler) = bench.runner(3, |_| Ok(()));
    assert!(!runner.run_next().await.unwrap());
    bench.add(KIND, "first").await;
    bench.add(OTHER, "nobody here does it").await;
    let stored = bench.list(JobState::Waiting).await;
    assert_eq!(stored.len(), 2);
    let payload = stored[0].payload.as_ref().unwrap();
    assert!(!payload.windows(5).any(|part| part == b"first"), "the database tells what it holds");

    assert!(runner.run_next().await.unwrap());
    assert!(!runner.run_next().await.unwrap());
    assert_eq!(*handler.seen.lock().unwrap(), [("first".to_owned(), 1)]);
    let done = bench.list(JobState::Done).await;
    assert_eq!((done.len(), &done[0].payload, done[0].ended_at.is_some()), (1, &None, true));
    assert_eq!(runner.forget_done().await.unwrap(), 0, "it is young");
    assert_eq!(bench.list(JobState::Waiting).await.len(), 1);
}

pub async fn a_rolled_back_job_never_was(store: TestStore) {
    let bench = Bench::new(store);
    let tx = bench.store.begin().await.unwrap();
    bench.jobs.add(&*tx, KIND, &"never").await.unwrap();
    drop(tx);
    assert!(!bench.runner(3, |_| Ok(())).0.run_next().await.unwrap());
}

pub async fn a_failing_job_pauses_is_given_up_and_begins_anew_when_revived(store: TestStore) {
    let bench = Bench::new(store);
    let broken = |_: &Job| Err(JobError::Retry(Box::new(PortError::Unavailable("no route".into()))));
    let (runner, handler) = bench.runner(2, broken);
    let id = bench.add(KIND, "work").await;
    assert!(runner.run_next().await.unwrap());
    assert!(!runner.run_next().await.unwrap(), "it pauses");
    let job = bench.list(JobState::Waiting).await.remove(0);
    assert_eq!((job.attempts, job.last_error.as_str()), (1, "unavailable: no route"));
    let pause = job.next_at - job.created_at;
    assert!(pause.num_milliseconds() >= 1000 && pause.num_seconds() <= 10, "{pause}");

    bench.hurry(&job).await;
    assert!(runner.run_next().await.unwrap());
    assert_eq!(bench.list(JobState::Dead).await.len(), 1);
    bench.add(KIND, "never works").await;
    let (refusing, _) = bench.runner(9, |_| Err(JobError::Dead("no such address".into())));
    assert!(refusing.run_next().await.unwrap());
    assert_eq!(bench.list(JobState::Dead).await[1].last_error, "no such address");

    let revive =
        async |id| write(&bench.store, async |tx| tx.jobs().revive(id, tx.now().await?).await).await.unwrap();
    assert!(revive(id).await && !revive(id).await);
    assert!(runner.run_next().await.unwrap());
    assert_eq!(handler.seen.lock().unwrap().last(), Some(&("work".to_owned(), 1)));
}

pub async fn a_job_whose_runner_died_is_begun_again_when_its_time_is_over(store: TestStore) {
    let bench = Bench::new(store);
    bench.add(KIND, "deadly").await;
    let dying = async || {
        let job = bench.list(JobState::Waiting).await.remove(0);
        let until = job.created_at;
        let begun = write(&bench.store, async |tx| tx.jobs().begin(&job, until).await).await.unwrap();
        assert!(begun);
        job
    };
    let (before, again) = (dying().await, bench.runner(2, |_| Ok(())));
    // Who was taken for dead and comes back changes nothing any more.
    let late = StoredJob { state: JobState::Done, attempts: 1, ..before.clone() };
    dying().await;
    assert!(!write(&bench.store, async |tx| tx.jobs().settle(&late).await).await.unwrap());
    assert!(!write(&bench.store, async |tx| tx.jobs().begin(&before, before.next_at).await).await.unwrap());
    assert!(again.0.run_next().await.unwrap());
    let dead = bench.list(JobState::Dead).await;
    assert_eq!(dead[0].last_error, "no attempt came to an end");
    assert!(again.1.seen.lock().unwrap().is_empty(), "it is not begun for ever");
}

pub async fn many_runners_share_the_work(store: TestStore) {
    let bench = Bench::new(store);
    for n in 0..20 {
        bench.add(KIND, &n.to_string()).await;
    }
    let runs = Arc::new(AtomicUsize::new(0));
    let runners: Vec<JobRunner> = (0..4)
        .map(|_| {
            let runs = Arc::clone(&runs);
            let count = move |_: &Job| {
                runs.fetch_add(1, Ordering::Relaxed);
                Ok(())
            };
            bench.runner(9, count).0
        })
        .collect();
    let all = runners.iter().map(|runner| async { while runner.run_next().await.unwrap() {} });
    futures_util::future::join_all(all).await;
    assert_eq!(runs.load(Ordering::Relaxed), 20);
    assert_eq!(bench.list(JobState::Done).await.len(), 20);
}
