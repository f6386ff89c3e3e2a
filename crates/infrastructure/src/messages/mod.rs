//! Messages and dead letters.

mod entity;
mod mapping;
mod repository;

#[cfg(test)]
pub(crate) use mapping::with_keys;
