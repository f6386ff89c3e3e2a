//! What people report, and what was there when they did.

mod evidence;
mod report;
pub mod repository;
mod told;

use std::sync::Arc;

pub use report::{NewReport, Reported};
pub use told::told_report;

use crate::{
    ports::{Blobs, Ids, RateLimiter},
    store::Store,
};

/// Use cases of reports.
pub struct Reports {
    store: Arc<dyn Store>,
    ids: Arc<dyn Ids>,
    blobs: Arc<dyn Blobs>,
    limits: Arc<dyn RateLimiter>,
}

impl Reports {
    /// `blobs` is where pictures are kept.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        ids: Arc<dyn Ids>,
        blobs: Arc<dyn Blobs>,
        limits: Arc<dyn RateLimiter>,
    ) -> Self {
        Self { store, ids, blobs, limits }
    }
}
