//! Contacts, friend requests and blocks.

mod blocks;
pub(crate) mod entity;
mod mapping;
mod repository;
