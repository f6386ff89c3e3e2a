//! From a committed change to the sockets of those who may see the message.

use std::sync::Arc;

use kamachat_application::{conversations::Member, messages::MessageView, ports::ChangedMessage};
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
        if !self.load(id, changed.member_rev).await || !self.catch_up(id).await {
            return;
        }
        self.told.follow(id, rev);
        let sees = |member: &Member| {
            may_see(member, message.seq) && !changed.hidden_from.contains(&member.account_id)
        };
        // A quote of what was before somebody, or what he deleted, is not for him.
        let quoted = changed.message.quoted_seq();
        let whole = |member: &Member| {
            quoted.is_none_or(|seq| member.visible_from <= seq)
                && !changed.quote_hidden_from.contains(&member.account_id)
        };
        let targets = self.members(id, |member| sees(member) && whole(member));
        self.deliver_changed(&targets, &changed.message, rev);
        let others = self.members(id, |member| sees(member) && !whole(member));
        if !others.is_empty() {
            let mut view = MessageView::clone(&changed.message);
            view.hide_quote();
            self.deliver_changed(&others, &view, rev);
        }
    }

    fn deliver_changed(&self, targets: &[Arc<Connection>], message: &MessageView, rev: i64) {
        if targets.is_empty() {
            return;
        }
        let (id, seq) = (message.message.conversation_id, message.message.seq);
        let message = Box::new(view::message(message));
        let frame = ServerFrame::MessageChanged { conversation_id: id, seq, rev, message };
        self.delivery.deliver(targets, &[push(&frame, id, rev)]);
    }

    /// The sweep saw a newer change than was pushed here: members who lack it ask for it themselves, because each
    /// sees other messages.
    pub(crate) async fn compare_changes(&mut self, id: ConversationId, member_rev: i64, last_rev: i64) {
        if last_rev == 0 || self.told.has(id, last_rev) {
            return;
        }
        if !self.load(id, member_rev).await || !self.catch_up(id).await {
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
    fn members(&mut self, id: ConversationId, which: impl Fn(&Member) -> bool) -> Vec<Arc<Connection>> {
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
