//! Queues in front of the ledger: they turn waiting messages into batches.

mod drive;
mod embedded;
mod waiting;

pub use drive::Writer;
pub use embedded::{EmbeddedQueue, QueueOptions};
