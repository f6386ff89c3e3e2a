//! Numbered events of accounts.

pub(crate) mod entity;
mod mapping;
mod repository;
