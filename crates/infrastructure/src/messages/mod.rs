//! Messages and dead letters.

mod changes;
pub(crate) mod entity;
mod hidden;
pub(crate) mod mapping;
mod merged;
mod places;
mod reactions;
mod repository;

#[cfg(test)]
pub(crate) use repository::with_keys;
