/// Why the server closes a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum CloseCode {
    /// The client closed, or there is nothing left to say.
    Normal = 1000,
    /// The server goes down and comes back.
    Restarting = 1012,
    /// Not what the WebSocket protocol allows.
    Broken = 1002,
    /// Text that is not UTF-8.
    NotText = 1007,
    /// A frame over [`MAX_FRAME`](super::MAX_FRAME).
    TooLarge = 1009,
    /// No `hello` in time.
    Unauthenticated = 4001,
    /// The session was ended.
    Revoked = 4003,
    /// The client does not read: connect again and pull.
    TooSlow = 4008,
    /// Too many errors or sockets.
    TooMany = 4029,
}
