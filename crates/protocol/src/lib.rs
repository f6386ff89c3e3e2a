//! The wire types of KamaChat: REST bodies and WebSocket frames, as both sides see them.
//!
//! No logic lives here. Serialised names are a promise to other programs and are held by snapshots; adding an
//! optional field is fine, renaming one is not. Requests refuse unknown fields; answers may gain some.
//!
//! Start with [`frames::ClientFrame`] and [`frames::ServerFrame`] for the socket, [`accounts`] for REST.

pub mod accounts;
pub mod admin;
pub mod contacts;
pub mod conversations;
pub mod frames;
pub mod groups;
pub mod messages;
pub mod problem;
pub mod search;

pub use problem::Problem;

use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Give it back as `cursor` (or `before`/`after` for messages) to go on; `null` at the end.
    pub next_cursor: Option<String>,
}
