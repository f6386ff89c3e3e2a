//! Who is writing: from a socket to the bus, and from there to those who may know.

use std::collections::VecDeque;

use kamachat_application::ports::Typing;
use kamachat_domain::ids::ConversationId;
use kamachat_protocol::frames::ServerFrame;

use crate::{frame, open::Session, registry::Registry};

/// Most of these frames of one socket that are passed on within [`WINDOW`].
const MOST: usize = 10;
/// Seconds.
const WINDOW: u64 = 10;

/// When the latest frames of a socket about writing were passed on.
#[derive(Debug, Default)]
pub(crate) struct Pace(VecDeque<u64>);

impl Pace {
    /// Whether there is room for one more at this second.
    fn take(&mut self, second: u64) -> bool {
        self.0.retain(|taken| second - taken < WINDOW);
        if self.0.len() >= MOST {
            return false;
        }
        self.0.push_back(second);
        true
    }
}

impl Session {
    /// Passes on that somebody writes. What comes too fast is dropped without a word: the next one says it again.
    pub(crate) async fn on_typing(&mut self, id: ConversationId, on: bool) {
        if !self.typing.take(self.node.seconds.now()) || self.take_request().await.is_err() {
            return;
        }
        let told = self.node.services.presence.typing(&self.actor, id, on).await;
        self.report(None, told);
    }
}

/// Tells the sockets of this node.
pub(crate) fn tell(registry: &Registry, typing: &Typing) {
    let mut sockets = Vec::new();
    for account in &typing.to {
        registry.of_account(*account, &mut sockets);
    }
    if sockets.is_empty() {
        return;
    }
    let Typing { conversation_id, account_id: user_id, on, .. } = *typing;
    let bytes = frame::text(&ServerFrame::Typing { conversation_id, user_id, on });
    sockets.iter().for_each(|socket| socket.hint(bytes.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_that_writes_all_the_time_is_passed_on_now_and_then() {
        let mut pace = Pace::default();
        let passed = (0..100).filter(|n| pace.take(n / 10)).count();
        assert_eq!(passed, MOST);
        assert!(!pace.take(9) && pace.take(10 + WINDOW));
    }
}
