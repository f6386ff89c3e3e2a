//! Heads and memberships.

pub(crate) mod entity;
mod mapping;
mod repository;
mod writes;

pub(crate) use mapping::{
    ACTIVE, member_state_number, membership, role_number, state_number, who, who_number,
};
pub(crate) use repository::with_keys;
