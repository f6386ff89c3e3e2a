//! Contacts and friend requests.

mod entity;
mod mapping;
mod repository;
