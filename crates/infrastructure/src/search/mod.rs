//! The index of messages: a table of tokens, and each database's own full-text index over it.

mod entity;
mod find;
mod repository;
