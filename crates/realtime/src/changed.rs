//! From a committed change to the sockets of those who may see the message.

use std::sync::Arc;

use kamachat_application::ports::ChangedMessage;
use kamachat_domain::{conversations::MemberState, ids::ConversationId};
use kamachat_protocol::frames::ServerFrame;

use crate::{
    audience::may_see,
    connection::Connection,
    frame::{self, Push},
    lane::Lane,
    view,
};

impl Lane {
    /// Pushes a message as it is now to the members who belong to the conversation and see the message.
    pub(crate) async fn changed(&mut self, changed: &ChangedMessage) {
        let (id, message) = (changed.conversation_id, &changed.message.message);
        let Some(rev) = message.rev else { return };
        if !self.load(id, changed.member_rev).await {
            return;
        }
        self.told.note(id, rev);
        let targets = self.members(id, |member| {
            may_see(member, message.seq) && !changed.hidden_from.contains(&member.account_id)
        });
        if targets.is_empty() {
            return;
        }
        let frame = ServerFrame::MessageChanged {
            conversation_id: id,
            seq: message.seq,
            rev,
            message: Box::new(view::message(&changed.message)),
        };
        self.delivery.deliver(&targets, &[push(&frame, id, rev)]);
    }

    /// The sweep saw a newer change than was pushed here: members who lack it ask for it themselves, because each
    /// sees other messages.
    pub(crate) async fn compare_changes(&mut self, id: ConversationId, member_rev: i64, last_rev: i64) {
        if last_rev == 0 || self.told.has(id, last_rev) || !self.load(id, member_rev).await {
            return;
        }
        self.told.note(id, last_rev);
        let targets = self.members(id, |_| true);
        if !targets.is_empty() {
            let frame = ServerFrame::Stale { conversation_id: id, last_seq: 0, last_rev };
            self.delivery.deliver(&targets, &[push(&frame, id, last_rev)]);
        }
    }

    /// Sockets of members who belong to the conversation.
    fn members(
        &mut self,
        id: ConversationId,
        which: impl Fn(&kamachat_application::conversations::Member) -> bool,
    ) -> Vec<Arc<Connection>> {
        let mut targets = Vec::new();
        if let Some(audience) = self.audiences.get_mut(&id) {
            audience.each_online(&self.registry, |member, sockets| {
                if member.state == MemberState::Active && which(member) {
                    targets.extend_from_slice(sockets);
                }
            });
        }
        targets
    }
}

fn push(frame: &ServerFrame, conversation_id: ConversationId, rev: i64) -> Push {
    Push { bytes: frame::text(frame), conversation_id, seq: 0, rev, origin: None }
}

#[cfg(test)]
#[path = "changed_tests.rs"]
mod tests;
