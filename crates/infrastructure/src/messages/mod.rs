//! Messages and dead letters.

mod entity;
mod mapping;
mod repository;

#[cfg(test)]
pub(crate) use repository::with_keys;
