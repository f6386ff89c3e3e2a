//! Buses: how nodes tell each other what was committed.

mod memory;

pub use memory::MemoryBus;
