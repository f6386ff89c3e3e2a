//! What every error of the system can tell: a stable code for programs and a kind for transports.

/// The class of a fault. A transport maps it to its own status in one place (HTTP: `web-kit/problem.rs`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The input cannot be accepted as it is.
    Invalid,
    /// Nobody is signed in, or the proof of it is not valid any more.
    Unauthenticated,
    /// The caller is known and may not do this.
    Forbidden,
    /// Absent, or not visible for the caller; both look the same.
    NotFound,
    /// The state of things does not allow it now.
    Conflict,
    /// The input is larger than a limit.
    TooLarge,
    /// The caller does this too often.
    TooMany,
    /// The server cannot do it at the moment; the same call may succeed later.
    Unavailable,
    /// A defect on the server's side.
    Internal,
}

/// An error that can be told to a program: its code is never renamed.
pub trait Fault: std::error::Error {
    /// Stable dotted code, for example `message.too_long`.
    fn code(&self) -> &'static str;
    /// The class of the fault.
    fn kind(&self) -> Kind;
    /// The input field at fault, where there is one.
    fn field(&self) -> Option<&'static str> {
        None
    }
}
