//! Groups, the people in them, and how they came in.

mod entity;
mod entries;
mod mapping;
mod repository;
