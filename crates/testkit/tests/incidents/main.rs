//! Incidents of other chat servers, a test each, named by their number in the project's list. None of them
//! may happen here.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails loudly")]

mod elsewhere;
mod enumeration;
mod exports;
mod external;
mod forgotten;
mod groups;
mod limits;
mod origins;
mod roles;
mod sessions;
mod types;
