//! What the server says to what was sent and asked.

use std::time::Instant;

use kamachat_domain::ids::{ClientMsgId, ConversationId};
use kamachat_protocol::{
    frames::{AccountEvent, AccountEventKind, AckedMessage, ClientFrame},
    messages::{Message, MessageBody},
};

use super::{MAX_WAITING, PULL_AGAIN, State};
use crate::{
    error::Error,
    resume::{
        Event, Sent,
        outbox::{Pending, sender_of},
    },
};

/// Names the question for account events.
const FEED: &str = "feed";

impl State {
    pub(super) fn acked(&mut self, client_msg_id: ClientMsgId, message: AckedMessage, duplicate: bool) {
        let Some(pending) = self.outbox.take(client_msg_id) else { return };
        let Pending { conversation_id, text, reply, .. } = pending;
        let own = Message {
            id: message.id,
            conversation_id,
            seq: message.seq,
            cnt: message.cnt,
            rev: None,
            client_msg_id,
            sender: sender_of(&self.account),
            kind: "text".to_owned(),
            body: MessageBody::text(text),
            created_at: message.created_at,
            reply_to: None,
            mentions: None,
            changes: Default::default(),
        };
        self.message(own);
        // Whoever asked may have stopped waiting.
        let _ = reply.send(Ok(Sent { client_msg_id, conversation_id, message, duplicate }));
    }

    pub(super) fn refused(&mut self, reference: &str, error: Error, now: Instant) {
        let for_now = matches!(error.code(), Some("busy" | "unavailable" | "internal"));
        if let Some(id) = reference.strip_prefix("pull:").and_then(|id| id.parse().ok()) {
            let Some(log) = self.logs.get_mut(&id) else { return };
            if for_now {
                log.pulled();
                self.paused.insert(id, now + PULL_AGAIN);
            } else {
                log.give_up();
            }
        } else if let Some(id) = reference.strip_prefix("changes:").and_then(|id| id.parse().ok()) {
            self.changes_refused(id, for_now, now);
        } else if reference == FEED {
            self.feed.answered();
        } else if let Ok(id) = reference.parse::<ClientMsgId>() {
            if for_now {
                self.outbox.postpone(id, error.retry_after(), now);
            } else if let Some(pending) = self.outbox.take(id) {
                let _ = pending.reply.send(Err(error));
            }
        }
    }

    pub(super) fn account_events(&mut self, items: Vec<AccountEvent>, last_useq: i64, answer: bool) {
        // An answer is taken whole: its size is bounded, and it was asked for when there was room.
        let items = if answer || self.events.len() < MAX_WAITING { items } else { Vec::new() };
        let Self { events, revs, logs, .. } = self;
        self.feed.accept(items, last_useq, answer, |event| {
            let named = (event.kind == AccountEventKind::Conversation).then(|| event.ref_id.parse().ok());
            // Also where no change was ever heard of: what came was pushed, and may be older than a change.
            if let Some(id) = named.flatten().filter(|id: &ConversationId| logs.contains_key(id)) {
                revs.entry(id).or_default().doubt();
            }
            events.push_back(Event::Account(event));
        });
        self.ask_for_events();
        self.ask_for_changes();
    }

    pub(super) fn ask_for_events(&mut self) {
        if self.events.len() < MAX_WAITING
            && let Some(since) = self.feed.ask()
        {
            self.frames.push_back(ClientFrame::Account { reference: Some(FEED.to_owned()), since });
        }
    }

    pub(super) fn reset(&mut self, conversation_id: Option<ConversationId>) {
        match conversation_id {
            Some(id) => {
                self.logs.remove(&id);
                self.revs.remove(&id);
                self.options.after.remove(&id);
                self.options.after_rev.remove(&id);
            }
            None => {
                self.feed.reset();
                self.logs.clear();
                self.revs.clear();
                self.options.after.clear();
                self.options.after_rev.clear();
            }
        }
        self.events.push_back(Event::Reset { conversation_id });
    }
}
