//! Faults of the five systems that KamaChat started from, by their numbers. None of them may come back.
//!
//! Number 16, which is about what a page shows, is a browser scenario: `apps/e2e`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails loudly")]

mod accounts;
mod contacts;
mod groups;
mod hub;
mod messages;
mod people;
mod sms;
mod sockets;
