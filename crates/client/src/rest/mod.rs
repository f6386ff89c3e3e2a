//! The REST calls, by feature.

mod accounts;
mod contacts;
mod conversations;
mod messages;

pub use messages::Window;
