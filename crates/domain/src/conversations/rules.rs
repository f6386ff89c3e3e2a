use super::Who;
use crate::Timestamp;

/// Who may send when. Direct chats have the defaults, which allow everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SendRules {
    pub who: Who,
    /// Seconds that plain members wait between two messages; 0: none.
    pub slow_mode_s: i64,
    /// Until then only admins and the owner may send.
    pub muted_until: Option<Timestamp>,
}
