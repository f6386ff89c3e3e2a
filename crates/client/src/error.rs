//! What can go wrong, and how a program tells apart what it can do about it.

use kamachat_protocol::Problem;
use tokio_tungstenite::tungstenite;

/// The result of every call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An answer of the server that is not a success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// The HTTP status.
    pub status: u16,
    /// The stable dotted code; `http.<status>` when something in between answered.
    pub code: String,
    /// The whole answer, if it was one of the server's.
    pub problem: Option<Problem>,
}

impl ApiError {
    pub(crate) fn from_body(status: u16, body: &[u8]) -> Self {
        let problem = serde_json::from_slice::<Problem>(body).ok();
        let code = problem.as_ref().map_or_else(|| format!("http.{status}"), |p| p.code.clone());
        Self { status, code, problem }
    }

    /// Seconds to wait before the same call may succeed, if the server named them.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        self.problem.as_ref().and_then(|problem| problem.retry_after)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let detail = self.problem.as_ref().map_or("", |problem| problem.detail.as_str());
        write!(f, "{} {}: {detail}", self.status, self.code)
    }
}

impl std::error::Error for ApiError {}

/// Why a call did not work.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The server answered a REST call or the opening of a socket with an error.
    #[error(transparent)]
    Api(Box<ApiError>),
    /// The server answered a frame with an error.
    #[error("refused: {message} ({code})")]
    Refused { code: String, message: String, retry_after: Option<u64> },
    /// The server closed the socket; see `CloseCode` in the protocol.
    #[error("the server closed the socket ({code:?} {reason})")]
    Closed { code: Option<u16>, reason: String },
    /// No or no whole HTTP answer.
    #[error("no answer from the server: {0}")]
    Http(#[from] reqwest::Error),
    /// The socket broke.
    #[error("the socket broke: {0}")]
    Socket(#[source] Box<tungstenite::Error>),
    /// The server said something that this client does not understand.
    #[error("the server's answer is not understood: {0}")]
    Malformed(#[from] serde_json::Error),
    /// The address of the server is none.
    #[error("not an http or https address: {0}")]
    Address(String),
    /// No answer in time. What was asked may have happened.
    #[error("no answer in time")]
    TimedOut,
    /// The resuming connection has ended.
    #[error("the connection has ended")]
    Ended,
}

impl Error {
    /// The server's stable code, if the server answered.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Api(error) => Some(&error.code),
            Self::Refused { code, .. } => Some(code),
            _ => None,
        }
    }

    /// The HTTP status, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Api(error) => Some(error.status),
            _ => None,
        }
    }

    /// Seconds that the server asked to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Api(error) => error.retry_after(),
            Self::Refused { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    /// Whether no repetition will help: the sign-in is over.
    #[must_use]
    pub fn is_signed_out(&self) -> bool {
        matches!(self.status(), Some(401 | 403))
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}

impl From<tungstenite::Error> for Error {
    fn from(error: tungstenite::Error) -> Self {
        match error {
            tungstenite::Error::Http(answer) => {
                let body = answer.body().as_deref().unwrap_or_default();
                ApiError::from_body(answer.status().as_u16(), body).into()
            }
            tungstenite::Error::ConnectionClosed | tungstenite::Error::AlreadyClosed => {
                Self::Closed { code: None, reason: String::new() }
            }
            other => Self::Socket(Box::new(other)),
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Socket(Box::new(tungstenite::Error::Io(error)))
    }
}

impl From<tokio::time::error::Elapsed> for Error {
    fn from(_: tokio::time::error::Elapsed) -> Self {
        Self::TimedOut
    }
}
