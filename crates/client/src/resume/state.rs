//! What the resuming client knows and decides, without a socket or a clock of its own.

mod answers;
mod changes;

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    time::{Duration, Instant},
};

use kamachat_domain::ids::{AccountId, ConversationId};
use kamachat_protocol::{
    accounts::{Account, Presence},
    conversations::Head,
    frames::{ClientFrame, KnownHead, ServerFrame},
    messages::Message,
};

use super::{
    Command, Event, ReadCounts, ResumeOptions, Start, feed::Feed, log::Log, outbox::Outbox, revs::Revs,
};
use crate::error::Error;

/// Most events that wait for the program. Messages beyond are left for a later pull.
const MAX_WAITING: usize = 1024;
/// Most messages without an answer.
const MAX_PENDING: usize = 1024;
/// A pull that brought nothing is repeated after this long.
const PULL_AGAIN: Duration = Duration::from_secs(1);

pub(crate) struct State {
    account: Account,
    options: ResumeOptions,
    /// The program was told that there is no connection.
    away: bool,
    /// Heads were seen once: conversations that appear later are new.
    started: bool,
    logs: HashMap<ConversationId, Log>,
    revs: HashMap<ConversationId, Revs>,
    feed: Feed,
    paused: HashMap<ConversationId, Instant>,
    outbox: Outbox,
    delivered: BTreeSet<ConversationId>,
    /// Whose presence is wanted.
    watched: Vec<AccountId>,
    /// Frames to send.
    pub(crate) frames: VecDeque<ClientFrame>,
    /// Events to hand over.
    pub(crate) events: VecDeque<Event>,
}

impl State {
    pub(crate) fn new(account: Account, options: ResumeOptions) -> Self {
        Self {
            account,
            options,
            away: false,
            started: false,
            logs: HashMap::new(),
            revs: HashMap::new(),
            feed: Feed::default(),
            paused: HashMap::new(),
            outbox: Outbox::default(),
            delivered: BTreeSet::new(),
            watched: Vec::new(),
            frames: VecDeque::new(),
            events: VecDeque::new(),
        }
    }

    /// Whether another command can be taken.
    pub(crate) fn has_room(&self) -> bool {
        self.outbox.len() < MAX_PENDING
    }

    /// How far this program is.
    pub(crate) fn known_heads(&self) -> Vec<KnownHead> {
        let mut known = self.options.after.clone();
        known.extend(self.logs.iter().map(|(&id, log)| (id, log.have())));
        known.into_iter().map(|(conversation_id, last_seq)| KnownHead { conversation_id, last_seq }).collect()
    }

    pub(crate) fn online(&mut self, useq: i64, heads: &[Head], now: Instant) {
        for head in heads {
            self.meet(head);
        }
        self.feed.meet(useq);
        self.started = true;
        self.away = false;
        self.events.push_back(Event::Online);
        if !self.watched.is_empty() {
            self.watch();
        }
        self.act(now);
    }

    pub(crate) fn offline(&mut self, why: Error, now: Instant) {
        self.frames.clear();
        self.paused.clear();
        self.logs.values_mut().for_each(Log::pulled);
        self.revs.values_mut().for_each(Revs::lost);
        self.feed.answered();
        self.outbox.all_due(now);
        if !std::mem::replace(&mut self.away, true) {
            self.events.push_back(Event::Offline(why));
        }
    }

    pub(crate) fn command(&mut self, command: Command, now: Instant, connected: bool) {
        match command {
            Command::Send(pending) => {
                self.outbox.add(pending, now);
                if connected {
                    self.outbox.due(now, &mut self.frames);
                }
            }
            Command::Read { conversation_id, seq } if connected => {
                self.frames.push_back(ClientFrame::Read { conversation_id, seq });
            }
            Command::Read { .. } => {}
            Command::Watch(user_ids) => {
                self.watched = user_ids;
                if connected {
                    self.watch();
                }
            }
        }
    }

    /// What time brings: repetitions, pulls, receipts.
    pub(crate) fn act(&mut self, now: Instant) {
        self.outbox.due(now, &mut self.frames);
        self.paused.retain(|_, until| *until > now);
        let Self { logs, paused, frames, events, .. } = self;
        for (&id, log) in logs.iter_mut().filter(|(id, _)| !paused.contains_key(id)) {
            if events.len() < MAX_WAITING {
                frames.extend(log.pull().map(|range| pull_frame(id, range)));
            }
        }
        self.ask_for_changes();
        self.ask_for_events();
        while let Some(conversation_id) = self.delivered.pop_first() {
            if let Some(log) = self.logs.get(&conversation_id) {
                self.frames.push_back(ClientFrame::Delivered { conversation_id, seq: log.have() });
            }
        }
    }

    pub(crate) fn frame(&mut self, frame: ServerFrame, now: Instant) {
        match frame {
            ServerFrame::NewMessage { message } => self.message(message),
            ServerFrame::Ack { client_msg_id, message, duplicate, .. } => {
                self.acked(client_msg_id, message, duplicate);
            }
            ServerFrame::Messages { conversation_id, items, .. } => self.page(conversation_id, items, now),
            ServerFrame::Unavailable { conversation_id, from, to } => {
                let (log, revs) = (self.logs.entry(conversation_id).or_default(), &mut self.revs);
                if to > log.have() {
                    self.events.push_back(Event::Skipped { conversation_id, from, to });
                }
                log.skip(from, to, |message| self.events.push_back(due(revs, message)));
                self.pull(conversation_id);
            }
            ServerFrame::Stale { conversation_id, last_seq, last_rev } => {
                self.stale(conversation_id, last_seq, last_rev);
            }
            ServerFrame::MessageChanged { rev, message, .. } => self.changed(rev, *message),
            ServerFrame::Changes { conversation_id, items, last_rev, more, .. } => {
                self.changes(conversation_id, items, last_rev, more);
            }
            ServerFrame::Reset { conversation_id } => self.reset(conversation_id),
            ServerFrame::Error { reference: Some(reference), code, message, retry_after } => {
                self.refused(&reference, Error::Refused { code, message, retry_after }, now);
            }
            ServerFrame::Read { conversation_id, user_id, seq, read_cnt, own_cnt, last_seq, last_cnt } => {
                let counts = match [read_cnt, own_cnt, last_seq, last_cnt] {
                    [Some(read_cnt), Some(own_cnt), Some(last_seq), Some(last_cnt)] => {
                        Some(ReadCounts { read_cnt, own_cnt, last_seq, last_cnt })
                    }
                    _ => None,
                };
                self.ephemeral(Event::Read { conversation_id, user_id, seq, counts });
            }
            ServerFrame::Delivered { conversation_id, user_id, seq } => {
                self.ephemeral(Event::Delivered { conversation_id, user_id, seq });
            }
            ServerFrame::Presence { user_id, state, last_seen_at } => {
                self.ephemeral(Event::Presence(Presence { user_id, state, last_seen_at }));
            }
            ServerFrame::Typing { conversation_id, user_id, on } => {
                self.ephemeral(Event::Typing { conversation_id, user_id, on });
            }
            ServerFrame::AccountEvents { reference, items, last_useq } => {
                self.account_events(items, last_useq, reference.is_some());
            }
            ServerFrame::Heads { items, .. } => items.iter().for_each(|head| self.meet(head)),
            ServerFrame::Ready { .. }
            | ServerFrame::ChangeAck { .. }
            | ServerFrame::Pong { .. }
            | ServerFrame::Error { .. } => {}
        }
    }

    fn watch(&mut self) {
        let user_ids = self.watched.clone();
        self.frames.push_back(ClientFrame::Watch { reference: None, user_ids });
    }

    fn ephemeral(&mut self, event: Event) {
        if self.events.len() < MAX_WAITING {
            self.events.push_back(event);
        }
    }

    fn meet(&mut self, head: &Head) {
        let first = if self.options.start == Start::Now && !self.started { head.last_seq } else { 0 };
        let first = first.max(head.visible_from - 1);
        let have = self.options.after.get(&head.conversation_id).copied().unwrap_or(first);
        // What was handed over before may be older than the changes that the head counts.
        let is_new = !self.logs.contains_key(&head.conversation_id);
        let log = self.logs.entry(head.conversation_id).or_insert_with(|| Log::starting_at(have));
        log.learn(head.last_seq);
        if is_new {
            log.settle(head.last_seq);
        }
        self.meet_rev(head, is_new);
        self.events.push_back(Event::Head(head.clone()));
    }

    fn message(&mut self, message: Message) {
        let id = message.conversation_id;
        let log = self.logs.entry(id).or_default();
        if self.events.len() < MAX_WAITING && log.believes(message.seq) {
            let before = log.have();
            let revs = &mut self.revs;
            log.accept(message, |message| self.events.push_back(due(revs, message)));
            if self.options.confirm && log.have() > before {
                self.delivered.insert(id);
            }
        } else {
            log.learn(message.seq);
        }
        self.pull(id);
    }

    fn page(&mut self, id: ConversationId, items: Vec<Message>, now: Instant) {
        let Some(log) = self.logs.get_mut(&id) else { return };
        let before = log.have();
        log.pulled();
        // A page is taken whole: its size is bounded, and it was asked for when there was room.
        let revs = &mut self.revs;
        for message in items {
            log.accept(message, |message| self.events.push_back(due(revs, message)));
        }
        if log.have() > before {
            if self.options.confirm {
                self.delivered.insert(id);
            }
            self.pull(id);
        } else {
            self.paused.insert(id, now + PULL_AGAIN);
        }
    }

    fn pull(&mut self, id: ConversationId) {
        if self.events.len() < MAX_WAITING && !self.paused.contains_key(&id) {
            let range = self.logs.get_mut(&id).and_then(Log::pull);
            self.frames.extend(range.map(|range| pull_frame(id, range)));
        }
    }
}

/// A message whose turn it is, as it is now.
fn due(revs: &mut HashMap<ConversationId, Revs>, message: Message) -> Event {
    Event::Message(match revs.get_mut(&message.conversation_id) {
        Some(revs) => revs.newest(message),
        None => message,
    })
}

fn pull_frame(conversation_id: ConversationId, (from, to): (i64, i64)) -> ClientFrame {
    ClientFrame::Pull { reference: Some(format!("pull:{conversation_id}")), conversation_id, from, to }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
