//! What every adapter of a port must do, as tests that any adapter can be given to.
//!
//! The store's contracts run on each database (`tests/store_contract.rs`): `use` a store, ask, compare.

#![expect(clippy::unwrap_used, reason = "a contract that is broken fails loudly")]

pub mod accounts;
pub mod arranging;
pub mod blocks;
pub mod changes;
pub mod codes;
pub mod contacts;
pub mod conversations;
pub mod emails;
pub mod external;
pub mod feed;
pub mod fixtures;
pub mod groups;
pub mod groups_ledger;
pub mod invites;
pub mod jobs;
pub mod leaving;
pub mod ledger;
pub mod messages;
pub mod presence;
pub mod queue;
pub mod reports;
pub mod search;
pub mod second_factor;
pub mod sessions;
pub mod settings;
pub mod transactions;
pub mod unread;
