//! What a device keeps of one conversation, and how it looks to whoever reads it.

use std::collections::{BTreeMap, HashSet};

use kamachat_client::{
    AccountId, MessageId, ReadCounts,
    protocol::{
        conversations::{Conversation, ConversationSettings, Head},
        messages::Message,
    },
};

/// A conversation as somebody sees it. Two of them are equal or somebody was lied to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    pub messages: Vec<Message>,
    pub unread: i64,
    pub read_seq: i64,
    pub mention_seq: i64,
    pub peer_read_seq: i64,
    pub settings: ConversationSettings,
}

impl View {
    /// As the server tells it to who asks afresh.
    pub fn of(conversation: Conversation, messages: Vec<Message>) -> Self {
        Self {
            messages: messages.into_iter().map(plain).collect(),
            unread: conversation.unread,
            read_seq: conversation.read_seq,
            mention_seq: conversation.mention_seq,
            peer_read_seq: conversation.peer_read_seq,
            settings: conversation.settings,
        }
    }

    /// Where two of them differ, in few words.
    pub fn against(&self, other: &Self) -> String {
        let numbers = |view: &Self| (view.unread, view.read_seq, view.mention_seq, view.peer_read_seq);
        let seqs = |view: &Self| view.messages.iter().map(|m| m.seq).collect::<Vec<_>>();
        if numbers(self) != numbers(other) {
            return format!("unread, read, mention, peer {:?} and {:?}", numbers(self), numbers(other));
        }
        if self.settings != other.settings {
            return format!("settings {:?} and {:?}", self.settings, other.settings);
        }
        if seqs(self) != seqs(other) {
            return format!("numbers {:?} and {:?}", seqs(self), seqs(other));
        }
        let mut pairs = self.messages.iter().zip(&other.messages);
        pairs.find(|(a, b)| a != b).map_or(String::new(), |(a, b)| format!("message {a:?} and {b:?}"))
    }
}

/// Without what a push does not say: which reactions are the reader's own.
fn plain(mut message: Message) -> Message {
    message.changes.reactions.iter_mut().for_each(|reaction| reaction.mine = None);
    message
}

/// Counts of the reader as of a moment.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    last_seq: i64,
    last_cnt: i64,
    read_seq: i64,
    read_cnt: i64,
    own_cnt: i64,
}

/// One conversation on one device. Everything in it came in by events, settings by a look at what an event named.
#[derive(Clone, Debug, Default)]
pub struct Copy {
    /// What the server said when the device looked last; `None` when it is not the account's (any more).
    seen: Option<Conversation>,
    log: BTreeMap<i64, Message>,
    counts: Counts,
    mention_seq: i64,
    peer_read_seq: i64,
}

impl Copy {
    pub fn is_known(&self) -> bool {
        self.seen.is_some()
    }

    /// The newest number that is here.
    pub fn last_seq(&self) -> i64 {
        self.log.keys().next_back().copied().unwrap_or_default()
    }

    /// Numbers of a head, which may be older than what is here.
    pub fn meet(&mut self, head: &Head) {
        self.end_mark(head.read_seq);
        let counts = Counts {
            last_seq: head.last_seq,
            last_cnt: head.last_cnt,
            read_seq: head.read_seq,
            read_cnt: head.read_cnt,
            own_cnt: head.own_cnt,
        };
        self.count(counts);
        self.mention_seq = self.mention_seq.max(head.mention_seq);
        self.peer_read_seq = self.peer_read_seq.max(head.peer_read_seq);
    }

    /// What the server said just now; `None`: nothing of this for the account.
    pub fn look(&mut self, seen: Option<Conversation>) {
        if let Some(seen) = &seen {
            let Conversation { last_seq, last_cnt, read_seq, read_cnt, own_cnt, .. } = *seen;
            self.count(Counts { last_seq, last_cnt, read_seq, read_cnt, own_cnt });
            self.mention_seq = self.mention_seq.max(seen.mention_seq);
            self.peer_read_seq = self.peer_read_seq.max(seen.peer_read_seq);
        }
        self.seen = seen;
    }

    /// Whether the server's counts go this far.
    pub fn counts_to(&self, seq: i64) -> bool {
        self.counts.last_seq >= seq
    }

    fn count(&mut self, counts: Counts) {
        if (counts.read_seq, counts.last_seq) >= (self.counts.read_seq, self.counts.last_seq) {
            self.counts = counts;
        }
    }

    /// A message, or what is wrong with it.
    pub fn take(&mut self, message: Message) -> Result<(), String> {
        let seq = message.seq;
        if seq <= self.last_seq() {
            return Err(format!("message {seq} was shown after {}", self.last_seq()));
        }
        self.log.insert(seq, plain(message));
        Ok(())
    }

    /// A message that is here already, as it is now.
    pub fn change(&mut self, message: Message) -> Result<(), String> {
        let seq = message.seq;
        match self.log.insert(seq, plain(message)) {
            Some(_) => Ok(()),
            None => Err(format!("message {seq} changed before it was shown")),
        }
    }

    pub fn own_read(&mut self, read_seq: i64, counts: ReadCounts) {
        self.end_mark(read_seq);
        let ReadCounts { read_cnt, own_cnt, last_seq, last_cnt } = counts;
        self.count(Counts { last_seq, last_cnt, read_seq, read_cnt, own_cnt });
    }

    /// The mark "unread" ends where reading goes on.
    fn end_mark(&mut self, seq: i64) {
        let before = self.counts.read_seq;
        if let Some(seen) = self.seen.as_mut().filter(|_| seq > before) {
            seen.settings.marked_unread = false;
        }
    }

    pub fn peer_read(&mut self, seq: i64) {
        self.peer_read_seq = self.peer_read_seq.max(seq);
    }

    /// How it looks, `None` if it is not there; an error when messages are missing that the server's counts do not know.
    pub fn view(&self, me: AccountId, hidden: &HashSet<MessageId>) -> Result<Option<View>, Uncounted> {
        let Some(seen) = &self.seen else { return Ok(None) };
        let newest = self.log.values().next_back();
        let last_cnt = newest.map_or(0, |message| message.cnt).max(self.counts.last_cnt);
        let Counts { read_seq, read_cnt, .. } = self.counts;
        let since = || Some(self.counts.own_cnt + self.own_above(me, self.counts.last_seq)?);
        let own_cnt = self.own_above(me, read_seq).or_else(since).ok_or(Uncounted)?;
        let visible = self.log.range(seen.visible_from..).map(|(_, message)| message);
        let mentions = self.log.values().filter(|m| is_mentioned(m, me)).map(|m| m.seq);
        let is_direct = seen.peer.is_some();
        Ok(Some(View {
            messages: visible.filter(|message| !hidden.contains(&message.id)).cloned().collect(),
            unread: (last_cnt - read_cnt - own_cnt).max(0),
            read_seq,
            mention_seq: mentions.max().unwrap_or(0).max(self.mention_seq),
            peer_read_seq: if is_direct { self.peer_read_seq } else { 0 },
            settings: seen.settings.clone(),
        }))
    }

    /// Own messages above a number, when all that is above it is here.
    fn own_above(&self, me: AccountId, seq: i64) -> Option<i64> {
        let last = self.last_seq().max(self.counts.last_seq);
        let above = i64::try_from(self.log.range(seq + 1..).count()).ok()?;
        (above == (last - seq).max(0)).then(|| self.own(me, seq))
    }

    fn own(&self, me: AccountId, above: i64) -> i64 {
        let own = |message: &Message| message.sender.id == me && message.kind != "system";
        self.log.range(above + 1..).filter(|(_, message)| own(message)).map(|_| 1).sum()
    }
}

/// Own messages that the device never saw are among those that count.
#[derive(Clone, Copy, Debug)]
pub struct Uncounted;

fn is_mentioned(message: &Message, me: AccountId) -> bool {
    message.mentions.as_ref().is_some_and(|mentions| {
        mentions.users.iter().any(|user| user.id == me) || (mentions.all && message.sender.id != me)
    })
}
