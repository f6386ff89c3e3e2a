//! Messages and dead letters.

mod entity;
mod mapping;
mod repository;
