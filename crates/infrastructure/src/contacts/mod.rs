//! Contacts and friend requests.

pub(crate) mod entity;
mod mapping;
mod repository;
