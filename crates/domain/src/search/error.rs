use crate::{Fault, Kind};

/// Why nothing is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// More than [`SearchQuery::MAX_CHARS`](super::SearchQuery::MAX_CHARS) characters or
    /// [`SearchQuery::MAX_TERMS`](super::SearchQuery::MAX_TERMS) words.
    #[error("look for at most 200 characters and 16 words")]
    TooLong,
}

impl Fault for SearchError {
    fn code(&self) -> &'static str {
        match self {
            Self::TooLong => "search.too_long",
        }
    }

    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn field(&self) -> Option<&'static str> {
        Some("q")
    }
}
