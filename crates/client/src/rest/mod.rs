//! The REST calls, by feature.

mod accounts;
mod admin;
mod avatars;
mod changes;
mod codes;
mod contacts;
mod conversations;
mod email;
mod groups;
mod messages;
mod own_data;
mod search;

pub use messages::Window;
pub use search::MessageSearch;
