//! Rate limits that hold without any other service.

mod memory;
mod table;

pub use memory::{MemoryLimits, Rates};
