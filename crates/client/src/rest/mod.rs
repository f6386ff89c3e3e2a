//! The REST calls, by feature.

mod accounts;
mod codes;
mod contacts;
mod conversations;
mod email;
mod groups;
mod messages;

pub use messages::Window;
