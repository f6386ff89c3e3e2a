use crate::{Fault, Kind};

/// Why a report is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// Over [`ReportText::MAX_CHARS`](super::ReportText::MAX_CHARS), or with characters that are no text.
    #[error("what you say about it has at most {} characters", super::ReportText::MAX_CHARS)]
    TextInvalid,
    /// Oneself, or an own message.
    #[error("you cannot report yourself")]
    Myself,
    /// The server wrote the message, or nothing is left of it.
    #[error("there is nothing left to report")]
    NothingLeft,
}

impl Fault for ReportError {
    fn code(&self) -> &'static str {
        match self {
            Self::TextInvalid => "report.text_invalid",
            Self::Myself => "report.myself",
            Self::NothingLeft => "report.nothing_left",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::TextInvalid | Self::Myself => Kind::Invalid,
            Self::NothingLeft => Kind::Conflict,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::TextInvalid => Some("text"),
            Self::Myself => Some("target"),
            Self::NothingLeft => None,
        }
    }
}
