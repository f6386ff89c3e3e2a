//! Heads and memberships.

pub(crate) mod entity;
mod mapping;
mod repository;
mod writes;

#[cfg(test)]
pub(crate) use repository::with_keys;
