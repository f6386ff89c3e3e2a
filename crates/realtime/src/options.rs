use std::time::Duration;

/// Limits and periods of the socket layer. The defaults are what `docs/REALTIME.md` promises.
#[derive(Clone, Debug)]
pub struct Options {
    /// Sockets that one account may have open on this node.
    pub connections_per_account: usize,
    /// Pushed frames that wait for one socket before they are dropped and told as `stale`.
    pub queued_frames: usize,
    /// Bytes of pushed frames that wait for one socket.
    pub queued_bytes: usize,
    /// Bytes of answers that wait for one socket before it is closed as too slow.
    pub answer_bytes: usize,
    /// Seconds between two WebSocket pings of the server.
    pub heartbeat_s: u64,
    /// Seconds without any frame after which a socket counts as dead.
    pub dead_after_s: u64,
    /// Seconds that a new socket has for its `hello`.
    pub hello_within_s: u64,
    /// Seconds in which a socket with waiting frames takes nothing before it is closed as too slow.
    pub stuck_after_s: u64,
    /// How often conversations are compared with what was pushed.
    pub sweep: Duration,
    /// How often the sessions of all open sockets are looked up; what ended unheard is closed within 30 seconds.
    pub session_check: Duration,
    /// How long somebody without a socket still counts as there: a new connection takes seconds.
    pub presence_grace: Duration,
    /// How often a node says again who is here.
    pub presence_repeat: Duration,
    /// Fan-out tasks; a conversation always belongs to the same one.
    pub lanes: usize,
    /// Pushes that wait for one fan-out task. What comes above is dropped and healed by the sweep.
    pub lane_capacity: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connections_per_account: 20,
            queued_frames: 256,
            queued_bytes: 1024 * 1024,
            answer_bytes: 4 * 1024 * 1024,
            heartbeat_s: 25,
            dead_after_s: 60,
            hello_within_s: 5,
            stuck_after_s: 30,
            sweep: Duration::from_secs(15),
            session_check: Duration::from_secs(20),
            presence_grace: Duration::from_secs(5),
            presence_repeat: Duration::from_secs(30),
            lanes: 4,
            lane_capacity: 4096,
        }
    }
}
