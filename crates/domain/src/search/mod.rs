//! Search: how text is cut into tokens that every database keeps as words, what somebody looks for, and where it
//! is in a text.

mod error;
mod pieces;
mod query;
mod tokens;

pub use error::SearchError;
pub use query::{Needle, SearchQuery};
pub use tokens::{conversation_token, tokens};
