//! Files on this machine's disk.

mod disk;

pub use disk::DiskBlobs;
