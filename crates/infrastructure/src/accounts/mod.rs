//! Accounts, sessions and the tables behind them.

mod challenge;
mod codes;
mod emails;
pub(crate) mod entity;
mod erase;
mod export;
mod external;
mod invites;
mod mapping;
mod phones;
mod presence;
mod repository;
mod second_factor;
mod sessions;
mod settings;
