//! Mail: handed to an SMTP server.

mod smtp;

pub use smtp::{SmtpMailer, SmtpOptions, SmtpTls};
