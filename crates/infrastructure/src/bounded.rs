use std::sync::Arc;

use kamachat_application::ports::PortError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Slow work beside the async threads: few at a time, a bounded queue, and busy beyond it.
#[derive(Debug)]
pub(crate) struct Bounded {
    running: Arc<Semaphore>,
    pub(crate) admitted: Arc<Semaphore>,
}

impl Bounded {
    pub(crate) fn new(running: usize, waiting: usize) -> Self {
        Self {
            running: Arc::new(Semaphore::new(running)),
            admitted: Arc::new(Semaphore::new(running + waiting)),
        }
    }

    /// Runs `work`. Its permits end with the work and not with the caller: a caller who hangs up must not let
    /// more work in than there is room for.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PortError> {
        let busy = || PortError::Busy;
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| busy())?;
        let running = Arc::clone(&self.running).acquire_owned().await.map_err(|_| busy())?;
        let permits: (OwnedSemaphorePermit, OwnedSemaphorePermit) = (admitted, running);
        let work = move || {
            let done = work();
            drop(permits);
            done
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| PortError::Refused(error.into()))
    }
}
