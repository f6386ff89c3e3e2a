//! The public HTTP interface, against a whole server.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly, in its helpers too")]

mod accounts;
mod arrange;
mod authorisation;
mod avatar;
mod bad_input;
mod blocks;
mod busy;
mod cards;
mod changes;
mod contact_notes;
mod contacts;
mod conversations;
mod crawler;
mod devices;
mod email;
mod external;
mod groups;
mod history;
mod leaving;
mod limits;
mod messages;
mod own_data;
mod presence;
mod privacy;
mod profile;
mod registration;
mod second_factor;
mod sessions;
mod sms;
mod start_stop;
mod strangers;
mod tls;
mod tokens;
mod web_cookie;
mod wire;
