//! Heads and memberships.

pub(crate) mod entity;
mod mapping;
mod repository;
mod writes;
