//! Test tools of KamaChat: databases of their own for tests, contracts of the ports, whole servers.

pub mod app;
pub mod archive;
pub mod contracts;
pub mod databases;
pub mod mail_sink;
pub mod sms;
