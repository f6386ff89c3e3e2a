//! The public HTTP interface, against a whole server.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly, in its helpers too")]

mod accounts;
mod bad_input;
mod busy;
mod contacts;
mod conversations;
mod crawler;
mod devices;
mod email;
mod external;
mod groups;
mod history;
mod limits;
mod messages;
mod presence;
mod privacy;
mod profile;
mod registration;
mod second_factor;
mod sessions;
mod sms;
mod start_stop;
mod tls;
mod tokens;
mod web_cookie;
mod wire;
