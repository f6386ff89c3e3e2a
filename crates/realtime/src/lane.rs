//! One fan-out task: a conversation always comes to the same one, so its order holds without a lock.

use std::{collections::HashMap, sync::Arc};

use kamachat_application::{
    Result,
    conversations::{Member, MemberList},
    messages::MessageView,
    ports::{self, CursorMoved, NewMessages},
};
use kamachat_domain::{
    conversations::{ConversationKind, Cursor, MemberState},
    ids::ConversationId,
    planted::{self, Defect},
};
use kamachat_protocol::frames::ServerFrame;
use tokio::sync::mpsc;

use crate::{
    audience::{Audience, may_see},
    connection::Connection,
    delivery::Delivery,
    directory::Directory,
    frame::{self, Push},
    pushed::Pushed,
    registry::Registry,
    typing, view,
};

/// Members remembered by one lane; then it starts again with none.
const REMEMBERED: usize = 1_000_000;

/// Work for a lane.
#[derive(Debug)]
pub(crate) enum Job {
    Push(Arc<ports::Push>),
    /// The sweep saw this head: if less than that was pushed here, push the newest message.
    Compare {
        conversation_id: ConversationId,
        member_rev: i64,
        last_seq: i64,
        last_rev: i64,
    },
}

pub(crate) struct Lane {
    directory: Arc<dyn Directory>,
    pub(crate) registry: Arc<Registry>,
    pub(crate) delivery: Arc<dyn Delivery>,
    pub(crate) audiences: HashMap<ConversationId, Audience>,
    remembered: usize,
    pushed: Pushed,
    /// The newest change that was pushed, or that all were told to ask for.
    pub(crate) told: Pushed,
}

impl Lane {
    pub(crate) fn new(
        directory: Arc<dyn Directory>,
        registry: Arc<Registry>,
        delivery: Arc<dyn Delivery>,
    ) -> Self {
        let (audiences, pushed, told) = (HashMap::new(), Pushed::default(), Pushed::default());
        Self { directory, registry, delivery, audiences, remembered: 0, pushed, told }
    }

    /// Works until nobody can send any more.
    pub(crate) async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        while let Some(job) = jobs.recv().await {
            self.handle(job).await;
        }
    }

    pub(crate) async fn handle(&mut self, job: Job) {
        match job {
            Job::Push(push) => match &*push {
                ports::Push::Messages(new) => self.messages(new).await,
                ports::Push::Changed(changed) => self.changed(changed).await,
                ports::Push::Cursor(moved) => self.cursor(moved).await,
                ports::Push::Account { account_id, event } => {
                    let items = vec![view::event(event)];
                    let frame = ServerFrame::AccountEvents { reference: None, items, last_useq: event.useq };
                    let mut sockets = Vec::new();
                    if self.registry.of_account(*account_id, &mut sockets) {
                        let bytes = frame::text(&frame);
                        sockets.iter().for_each(|socket| socket.news(bytes.clone()));
                    }
                }
                ports::Push::Typing(typing) => typing::tell(&self.registry, typing),
                ports::Push::Presence { .. } | ports::Push::SessionEnded { .. } => {}
            },
            Job::Compare { conversation_id, member_rev, last_seq, last_rev } => {
                self.compare(conversation_id, member_rev, last_seq).await;
                self.compare_changes(conversation_id, member_rev, last_rev).await;
            }
        }
    }

    async fn messages(&mut self, new: &NewMessages) {
        let (Some((first, _)), Some((last, _))) = (new.messages.first(), new.messages.last()) else { return };
        let (first, last) = (first.message.seq, last.message.seq);
        let id = new.conversation_id;
        if !self.load(id, new.member_rev).await || !self.catch_up(id).await {
            return;
        }
        self.pushed.note(id, last);
        let Some(audience) = self.audiences.get_mut(&id) else { return };
        let quoted = new.messages.iter().filter_map(|(view, _)| view.quoted_seq()).min();
        let (mut all, mut some) = (Vec::new(), Vec::new());
        audience.each_online(&self.registry, |member, sockets| {
            // A quote of what was before somebody is not for him.
            let whole = quoted.is_none_or(|seq| member.visible_from <= seq);
            if whole && may_see(member, first) && may_see(member, last) {
                all.extend_from_slice(sockets);
            } else {
                some.push((*member, sockets.to_vec()));
            }
        });
        if all.is_empty() && some.is_empty() {
            return;
        }
        let mut pushes: Vec<Push> = new.messages.iter().map(|(view, origin)| push(view, *origin)).collect();
        swap_texts(&new.messages, &mut pushes);
        self.delivery.deliver(&all, &pushes);
        for (member, sockets) in some {
            let visible = pushes.iter().zip(&new.messages).filter(|(push, _)| may_see(&member, push.seq));
            let visible: Vec<Push> = visible.map(|(whole, (view, _))| cut(whole, view, &member)).collect();
            self.delivery.deliver(&sockets, &visible);
        }
    }

    async fn cursor(&mut self, moved: &CursorMoved) {
        let id = moved.conversation_id;
        if !self.load(id, moved.member_rev).await {
            return;
        }
        let may_know = |audience: &Audience| {
            moved.shown && (moved.kind == ConversationKind::Direct || audience.has_receipts())
        };
        let receipts = self.audiences.get(&id).is_some_and(may_know);
        if receipts && !self.catch_up(id).await {
            return;
        }
        let Some(audience) = self.audiences.get_mut(&id) else { return };
        let (mut own, mut others): (Vec<Arc<Connection>>, Vec<Arc<Connection>>) = (Vec::new(), Vec::new());
        if receipts {
            audience.each_online(&self.registry, |member, sockets| {
                // Who left is told nothing about those who stayed.
                if member.account_id != moved.account_id && member.state == MemberState::Active {
                    others.extend_from_slice(sockets);
                }
            });
        }
        if moved.cursor == Cursor::Read {
            self.registry.of_account(moved.account_id, &mut own);
        }
        for (targets, counts) in [(others, false), (own, true)] {
            if !targets.is_empty() {
                self.delivery.deliver(&targets, &[cursor(moved, counts)]);
            }
        }
    }

    async fn compare(&mut self, id: ConversationId, member_rev: i64, last_seq: i64) {
        if self.pushed.has(id, last_seq) || !self.load(id, member_rev).await || !self.catch_up(id).await {
            return;
        }
        let Some(audience) = self.audiences.get_mut(&id) else { return };
        if !audience.is_online(&self.registry) {
            self.pushed.note(id, last_seq);
            return;
        }
        match self.directory.newest(id).await {
            Ok(Some((member_rev, view))) => {
                let messages = vec![(Arc::new(view), None)];
                self.messages(&NewMessages { conversation_id: id, member_rev, messages }).await;
            }
            Ok(None) => self.pushed.note(id, last_seq),
            Err(error) => unread(id, &error),
        }
    }

    /// Makes sure that the members known are not older than `member_rev`; newer ones are never replaced.
    /// Without them nothing is delivered: the sweep tries again.
    pub(crate) async fn load(&mut self, id: ConversationId, member_rev: i64) -> bool {
        let known = self.audiences.get(&id);
        let is_new = |audience: &Audience| audience.member_rev() >= member_rev;
        if known.is_some_and(|known| is_new(known) || planted::is(Defect::StaleMemberCache)) {
            return true;
        }
        let was_crowd = known.is_some_and(Audience::is_crowd);
        let few = if was_crowd { None } else { Some(self.directory.members(id).await) };
        let (found, seen) = match few {
            Some(Ok(Some(list))) if list.is_whole => (Ok(Some(list)), 0),
            Some(other @ (Ok(None) | Err(_))) => (other, 0),
            _ => {
                // First the number, then the look: who arrives in between is looked up twice and not missed.
                let seen = self.registry.arrivals_until();
                (self.directory.members_among(id, &self.registry.accounts_online()).await, seen)
            }
        };
        let Some(list) = not_older(id, member_rev, found) else { return false };
        self.remember(id, Audience::new(list, seen));
        true
    }

    /// Looks up who came online since the members were read. Whoever comes later than this has heads that
    /// count what is being pushed.
    pub(crate) async fn catch_up(&mut self, id: ConversationId) -> bool {
        let Some(audience) = self.audiences.get_mut(&id) else { return false };
        let (unknown, next) = audience.unknown(&self.registry);
        let mut members = Vec::new();
        if !unknown.is_empty() {
            let found = self.directory.members_among(id, &unknown).await;
            let Some(list) = not_older(id, audience.member_rev(), found) else { return false };
            members = list.members;
        }
        self.remembered += members.len();
        audience.arrived(members, next);
        true
    }

    fn remember(&mut self, id: ConversationId, audience: Audience) {
        if self.remembered + audience.weight() > REMEMBERED {
            self.audiences.clear();
            self.remembered = 0;
        }
        self.remembered += audience.weight();
        if let Some(old) = self.audiences.insert(id, audience) {
            self.remembered -= old.weight();
        }
    }
}

/// Members that are as new as `member_rev`.
fn not_older(id: ConversationId, member_rev: i64, found: Result<Option<MemberList>>) -> Option<MemberList> {
    match found {
        Ok(Some(list)) if list.member_rev >= member_rev => Some(list),
        Ok(_) => {
            tracing::warn!(conversation = %id, member_rev, "members are older than a push of theirs");
            None
        }
        Err(error) => {
            unread(id, &error);
            None
        }
    }
}

fn push(view: &MessageView, origin: Option<u64>) -> Push {
    let frame = ServerFrame::NewMessage { message: view::message(view) };
    let message = &view.message;
    let (conversation_id, seq) = (message.conversation_id, message.seq);
    Push { bytes: frame::text(&frame), conversation_id, seq, rev: 0, origin }
}

/// What [`Defect::SwappedPush`] does to the first two messages of a push.
fn swap_texts(messages: &[(Arc<MessageView>, Option<u64>)], pushes: &mut [Push]) {
    let ([(a, from_a), (b, from_b), ..], true) = (messages, planted::is(Defect::SwappedPush)) else { return };
    let (mut first, mut second) = (MessageView::clone(a), MessageView::clone(b));
    std::mem::swap(&mut first.message.body, &mut second.message.body);
    (pushes[0], pushes[1]) = (push(&first, *from_a), push(&second, *from_b));
}

/// A push without the quote where the member may not see its original.
fn cut(whole: &Push, view: &MessageView, member: &Member) -> Push {
    if view.quoted_seq().is_none_or(|seq| member.visible_from <= seq) {
        return whole.clone();
    }
    let mut view = view.clone();
    view.hide_quote();
    push(&view, whole.origin)
}

fn cursor(moved: &CursorMoved, counts: bool) -> Push {
    let CursorMoved { conversation_id, seq, .. } = *moved;
    Push { bytes: frame::text(&view::cursor(moved, counts)), conversation_id, seq, rev: 0, origin: None }
}

fn unread(id: ConversationId, error: &kamachat_application::Error) {
    tracing::warn!(conversation = %id, error = error as &dyn std::error::Error,
        "cannot be read for fan-out; the sweep tries again");
}

#[cfg(test)]
#[path = "lane_crowd_tests.rs"]
mod crowd_tests;
#[cfg(test)]
#[path = "lane_tests.rs"]
pub(crate) mod tests;
