//! Numbered events of accounts.

mod entity;
mod mapping;
mod repository;
