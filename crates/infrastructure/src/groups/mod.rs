//! Groups, the people in them, and how they came in.

pub(crate) mod entity;
mod entries;
mod mapping;
mod repository;
