//! Messages that change after they were handed over.

use std::time::Instant;

use kamachat_domain::ids::ConversationId;
use kamachat_protocol::{conversations::Head, frames::ClientFrame, messages::Message};

use super::{MAX_WAITING, PULL_AGAIN, State};
use crate::resume::{Event, revs::Revs};

impl State {
    pub(super) fn meet_rev(&mut self, head: &Head, is_new: bool) {
        let id = head.conversation_id;
        // Messages that are pulled after the head come with every change up to here.
        let first = if is_new { head.last_rev } else { 0 };
        let have = self.options.after_rev.get(&id).copied().unwrap_or(first);
        self.revs.entry(id).or_insert_with(|| Revs::starting_at(have)).meet(head.last_rev);
    }

    pub(super) fn stale(&mut self, id: ConversationId, last_seq: i64, rev: i64) {
        self.logs.entry(id).or_default().learn(last_seq);
        self.pull(id);
        self.revs.entry(id).or_default().learn(rev);
        self.ask(id);
    }

    pub(super) fn changed(&mut self, rev: i64, message: Message) {
        let id = message.conversation_id;
        let revs = self.revs.entry(id).or_default();
        if self.events.len() >= MAX_WAITING {
            revs.learn(rev);
        } else if revs.is_next(rev) {
            self.tell_changed(message);
        }
        self.ask(id);
    }

    pub(super) fn changes(&mut self, id: ConversationId, items: Vec<Message>, last_rev: i64, more: bool) {
        // An answer is taken whole: its size is bounded, and it was asked for when there was room.
        for message in items {
            if self.revs.entry(id).or_default().is_news(&message) {
                self.tell_changed(message);
            }
        }
        let revs = self.revs.entry(id).or_default();
        revs.answered();
        revs.up_to(last_rev);
        if more {
            revs.learn(last_rev + 1);
        }
        self.ask(id);
    }

    pub(super) fn changes_refused(&mut self, id: ConversationId, for_now: bool, now: Instant) {
        let revs = self.revs.entry(id).or_default();
        if for_now {
            revs.lost();
            self.paused.insert(id, now + PULL_AGAIN);
        } else {
            revs.give_up();
        }
    }

    pub(super) fn ask_for_changes(&mut self) {
        let ids: Vec<ConversationId> = self.revs.keys().copied().collect();
        ids.into_iter().for_each(|id| self.ask(id));
    }

    fn ask(&mut self, id: ConversationId) {
        if self.events.len() >= MAX_WAITING || self.paused.contains_key(&id) {
            return;
        }
        if let Some(since) = self.revs.get_mut(&id).and_then(Revs::ask) {
            let reference = Some(format!("changes:{id}"));
            self.frames.push_back(ClientFrame::Changes { reference, conversation_id: id, since });
        }
    }

    /// What was not handed over yet waits for its turn.
    fn tell_changed(&mut self, message: Message) {
        let id = message.conversation_id;
        if self.logs.get(&id).is_some_and(|log| log.have() >= message.seq) {
            self.events.push_back(Event::Changed(message));
        } else {
            self.revs.entry(id).or_default().keep(message);
        }
    }
}

#[cfg(test)]
#[path = "changes_tests.rs"]
mod tests;
