//! Rows of what administration works with.

mod entity;
mod mapping;
mod repository;
