//! Jobs in the database.

mod entity;
mod mapping;
mod repository;
