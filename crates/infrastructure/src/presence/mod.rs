//! Who is there.

mod memory;

pub use memory::MemoryPresence;
