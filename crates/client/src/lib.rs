//! A typed client for KamaChat: REST, a socket, and a connection that resumes.
//!
//! It knows the public protocol only and holds no rule of the server. Three layers, each usable alone:
//!
//! - [`Client`]: REST. Keeps the tokens of one account and renews them once when the server says 401.
//! - [`Socket`]: one WebSocket with typed frames, after `hello`, `ready` and `heads`.
//! - [`Resuming`]: connects again by itself, fills gaps, repeats what was not acknowledged under the same
//!   [`ClientMsgId`], and hands over each message once and in order. Programs want this one.
//!
//! ```no_run
//! use kamachat_client::{Client, Event, ResumeOptions, Resuming};
//!
//! # async fn example() -> Result<(), kamachat_client::Error> {
//! let client = Client::new("http://127.0.0.1:8000")?;
//! client.login("ada", "correct horse battery staple").await?;
//!
//! let mut chat = Resuming::start(&client, ResumeOptions::default()).await?;
//! let writer = chat.writer();
//! while let Some(event) = chat.recv().await {
//!     if let Event::Message(message) = event
//!         && message.sender.id != chat.account().id
//!     {
//!         writer.send_text(message.conversation_id, &message.body.text).await?;
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Start reading at [`Client`], then [`Resuming`].

mod client;
mod decode;
mod error;
mod http;
mod rest;
pub mod resume;
mod socket;

pub use client::{Client, Tokens};
pub use decode::decode;
pub use error::{ApiError, Error, Result};
pub use kamachat_domain::ids::{
    AccountId, ClientMsgId, ConversationId, FriendRequestId, GroupInviteId, GroupRequestId, MessageId,
};
pub use kamachat_protocol as protocol;
pub use reqwest::Url;
pub use rest::{MessageSearch, Window};
pub use resume::{Event, ReadCounts, ResumeOptions, Resuming, Sent, Start, Writer};
pub use socket::{Acked, ConnectOptions, Credentials, Pulled, Socket, Welcome, text_frame};

/// A new name for a message, unique without asking anybody: give the same one again to repeat a send safely.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the device that sends names its messages")]
pub fn new_client_msg_id() -> ClientMsgId {
    uuid::Uuid::now_v7().into()
}
