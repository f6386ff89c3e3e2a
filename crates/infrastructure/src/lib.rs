//! The adapters of KamaChat: databases, the embedded queue, the bus, limits, mail, files, pictures, tickets,
//! passwords and tokens.
//!
//! Each implements a port of `application` and is chosen by `bootstrap`. This is the only crate that names a
//! database or crypto library; it must not decide anything that a use case or the domain should decide.
//!
//! Start with [`db::DbStore`], the store on SQLite, MariaDB/MySQL and PostgreSQL, and
//! [`queue::EmbeddedQueue`], which turns waiting messages into batches.

pub mod accounts;
pub mod admin;
pub mod blobs;
mod bounded;
pub mod bus;
pub mod contacts;
pub mod conversations;
pub mod db;
pub mod feed;
pub mod groups;
pub mod jobs;
pub mod limits;
pub mod mail;
pub mod media;
pub mod messages;
pub mod presence;
pub mod queue;
pub mod search;
pub mod security;
pub mod sms;
pub mod system;
pub mod tickets;

pub use blobs::DiskBlobs;
pub use bus::MemoryBus;
pub use db::{DbOptions, DbStore};
pub use limits::{MemoryLimits, Rates};
pub use mail::{SmtpMailer, SmtpOptions, SmtpTls};
pub use media::ImagePictures;
pub use presence::MemoryPresence;
pub use queue::{EmbeddedQueue, QueueOptions, Writer};
pub use security::{AeadSealer, BcryptPasswords, JwtOptions, JwtTokens, Keys, PasswordOptions, Rfc6238};
pub use system::{SystemClock, SystemIds};
pub use tickets::MemoryTickets;
