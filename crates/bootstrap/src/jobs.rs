//! Who does which jobs, and the loops that do them.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::FutureExt;
use kamachat_application::{
    accounts::{
        AvatarSpread, AvatarSweep, Purge,
        export::{ExportErase, ExportMake},
    },
    jobs::{JobHandler, JobOptions, JobRunner, Jobs},
    ports::{Blobs, Bus, Ids, Sealer},
    store::Store,
};
use kamachat_infrastructure::{AeadSealer, DbStore, Keys, MemoryBus, SystemIds};
use tokio::time::{sleep, timeout};

use crate::{
    adapters,
    config::{Config, JobsSection},
};

/// Somebody waits for these: two at a time.
const PROMPT: (usize, Duration) = (2, Duration::from_secs(30));
/// These take long and nobody waits for them: one at a time.
const PATIENT: (usize, Duration) = (1, Duration::from_mins(10));

/// The handlers of all features. Slow work must not stand before a code that somebody waits for.
#[derive(Clone, Default)]
pub(crate) struct Handlers {
    /// Mails and codes.
    pub prompt: Vec<Arc<dyn JobHandler>>,
    /// Archives, purges, media.
    pub patient: Vec<Arc<dyn JobHandler>>,
}

/// The handlers of this server.
pub(crate) fn handlers(config: &Config, keys: &Keys, store: &DbStore, bus: &Arc<MemoryBus>) -> Handlers {
    let store: Arc<dyn Store> = Arc::new(store.clone());
    let bus: Arc<dyn Bus> = Arc::clone(bus) as _;
    let blobs: Arc<dyn Blobs> = Arc::new(adapters::blobs(config));
    let ids: Arc<dyn Ids> = Arc::new(SystemIds);
    let jobs = Jobs::new(Arc::clone(&ids), Arc::new(AeadSealer::new(&keys.seal)));
    let archives = ExportMake {
        store: Arc::clone(&store),
        blobs: Arc::clone(&blobs),
        jobs: jobs.clone(),
        bus: Arc::clone(&bus),
    };
    Handlers {
        prompt: vec![Arc::new(AvatarSpread { store: Arc::clone(&store), bus: Arc::clone(&bus) })],
        patient: vec![
            Arc::new(archives),
            Arc::new(ExportErase { store: Arc::clone(&store), blobs: Arc::clone(&blobs) }),
            Arc::new(AvatarSweep { store: Arc::clone(&store), blobs }),
            Arc::new(Purge { store, ids, jobs, bus }),
        ],
    }
}

/// One runner for each job that may run at a time.
pub(crate) fn runners(
    section: &JobsSection,
    keys: &Keys,
    store: &DbStore,
    handlers: Handlers,
) -> Vec<JobRunner> {
    let store: Arc<dyn Store> = Arc::new(store.clone());
    let sealer: Arc<dyn Sealer> = Arc::new(AeadSealer::new(&keys.seal));
    let ids: Arc<dyn Ids> = Arc::new(SystemIds);
    let runner = |handlers: &Vec<Arc<dyn JobHandler>>, patience| {
        let options = JobOptions { attempts: section.attempts, patience };
        JobRunner::new(Arc::clone(&store), Arc::clone(&sealer), Arc::clone(&ids), handlers.clone(), options)
    };
    let lanes = [(PROMPT, handlers.prompt), (PATIENT, handlers.patient)];
    let lanes = lanes.into_iter().filter(|(_, handlers)| !handlers.is_empty());
    lanes
        .flat_map(|((number, patience), handlers)| {
            std::iter::repeat_with(move || runner(&handlers, patience)).take(number).collect::<Vec<_>>()
        })
        .collect()
}

/// Does what is due, then looks again every `poll`, for ever. A job that panics or hangs is one failed
/// attempt of it and hurts nobody else.
pub(crate) async fn run(runner: JobRunner, poll: Duration) {
    loop {
        let attempt = AssertUnwindSafe(timeout(runner.patience(), runner.run_next()));
        match attempt.catch_unwind().await {
            Ok(Ok(Ok(true))) => continue,
            Ok(Ok(Ok(false))) => {}
            Ok(Ok(Err(error))) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "no job can be run");
            }
            Ok(Err(_)) => tracing::error!("a job took too long and was left"),
            Err(_) => tracing::error!("a job died of a defect"),
        }
        sleep(poll).await;
    }
}
