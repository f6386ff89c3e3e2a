//! Single-use tickets that open a socket.

mod memory;

pub use memory::MemoryTickets;
