use super::{Conversation, MemberSettings, Role};
use crate::{
    Timestamp,
    groups::Alias,
    ids::{AccountId, ConversationId},
};

/// Whether somebody is in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MemberState {
    Active,
    Left,
    Removed,
    Banned,
}

/// Which of a member's two cursors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cursor {
    /// Some device of the member stores everything up to here.
    Delivered,
    /// The member has seen everything up to here.
    Read,
}

/// What a member may see of a conversation and how far he is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub conversation_id: ConversationId,
    pub account_id: AccountId,
    pub state: MemberState,
    /// First message that the member may see.
    pub visible_from: i64,
    /// Last message that a former member could see.
    pub left_seq: Option<i64>,
    pub read_seq: i64,
    /// Countable messages up to `read_seq`.
    pub read_cnt: i64,
    /// The member's own countable messages above `read_seq`: sending never moves the read cursor, so that a
    /// peer's message that committed just before is not swallowed.
    pub own_cnt: i64,
    pub delivered_seq: i64,
    /// Whether the others are told what the member has read: his setting, kept here because every cursor asks.
    pub receipts: bool,
    /// May read and not send: one of the two of a direct chat keeps the other away.
    pub barred: bool,
    /// The other one of a direct chat does not have this member as a contact.
    pub stranger: bool,
    pub role: Role,
    /// May not send until then.
    pub silenced_until: Option<Timestamp>,
    /// What the member is called in this group.
    pub alias: Option<Alias>,
    /// Whose invitation or approval it was.
    pub invited_by: Option<AccountId>,
    /// When a member of a group joined, the last time.
    pub joined_at: Option<Timestamp>,
    /// When the member sent the newest message: slow mode counts from there.
    pub last_sent_at: Option<Timestamp>,
    /// Up to here the member has cleared the history for himself.
    pub cleared_seq: i64,
    /// Number of the newest message that names this member; 0 when there is none.
    pub mention_seq: i64,
    /// How the member keeps the conversation.
    pub settings: MemberSettings,
}

impl Membership {
    /// A member from the first message on.
    #[must_use]
    pub fn new(conversation_id: ConversationId, account_id: AccountId) -> Self {
        Self {
            conversation_id,
            account_id,
            state: MemberState::Active,
            visible_from: 1,
            left_seq: None,
            read_seq: 0,
            read_cnt: 0,
            own_cnt: 0,
            delivered_seq: 0,
            receipts: true,
            barred: false,
            stranger: false,
            role: Role::Member,
            silenced_until: None,
            alias: None,
            invited_by: None,
            joined_at: None,
            last_sent_at: None,
            cleared_seq: 0,
            mention_seq: 0,
            settings: MemberSettings::default(),
        }
    }

    /// Whether the member may send and is sent to.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.state == MemberState::Active
    }

    /// Messages of others that were not read: exact, and no row is written for a recipient to know it.
    #[must_use]
    pub fn unread(&self, head: &Conversation) -> i64 {
        (head.last_cnt - self.read_cnt - self.own_cnt).max(0)
    }

    /// The first message that is shown to the member.
    #[must_use]
    pub fn first_visible(&self) -> i64 {
        self.visible_from.max(self.cleared_seq + 1)
    }

    /// Clears the history for the member alone; `false` when there is nothing to clear.
    pub fn clear(&mut self, head: &Conversation) -> bool {
        if head.last_seq < self.first_visible() {
            return false;
        }
        self.cleared_seq = head.last_seq;
        self.read_to(head.last_seq, head.last_cnt, 0);
        true
    }

    /// Number of the newest message that speaks to the member, by name or to all; above `read_seq` it waits.
    #[must_use]
    pub fn mentioned_seq(&self, head: &Conversation) -> i64 {
        let to_all = head.to_all.filter(|(_, by)| *by != self.account_id).map_or(0, |(seq, _)| seq);
        self.mention_seq.max(to_all)
    }

    /// How far the others see that the member has read: 0 when he keeps it to himself.
    #[must_use]
    pub fn shown_read_seq(&self) -> i64 {
        if self.receipts { self.read_seq } else { 0 }
    }

    /// The member sent a message.
    pub fn sent(&mut self, countable: bool, at: Timestamp) {
        self.own_cnt += i64::from(countable);
        self.last_sent_at = Some(at);
    }

    /// What was being written is said.
    pub fn said(&mut self) {
        self.settings.draft = None;
    }

    /// Becomes a member now (again): sees from `visible_from` on, and nothing that is there is unread.
    pub fn enter(&mut self, head: &Conversation, visible_from: i64, by: Option<AccountId>, at: Timestamp) {
        self.state = MemberState::Active;
        self.left_seq = None;
        self.visible_from = visible_from;
        self.read_seq = head.last_seq;
        self.read_cnt = head.last_cnt;
        self.own_cnt = 0;
        self.delivered_seq = head.last_seq;
        self.role = Role::Member;
        self.invited_by = by;
        self.joined_at = Some(at);
    }

    /// Is a member no more: what was sent until now was the last that could be seen. A silence goes on, so that
    /// leaving and coming back does not end it.
    pub fn exit(&mut self, head: &Conversation, state: MemberState) {
        self.state = state;
        self.left_seq = Some(head.last_seq);
        self.role = Role::Member;
        self.settings = MemberSettings::default();
    }

    /// Where a cursor would go for `seq`, or `None` when it is there already: cursors only move forwards and
    /// never past the newest message.
    #[must_use]
    pub fn forward(&self, cursor: Cursor, seq: i64, head: &Conversation) -> Option<i64> {
        let seq = seq.min(head.last_seq);
        let at = match cursor {
            Cursor::Delivered => self.delivered_seq,
            Cursor::Read => self.read_seq,
        };
        (seq > at).then_some(seq)
    }

    /// Everything up to `seq` is stored on a device.
    pub fn deliver_to(&mut self, seq: i64) {
        self.delivered_seq = self.delivered_seq.max(seq);
    }

    /// Everything up to `seq` is read: `cnt` countable messages up to there, `own_above` own ones after it.
    pub fn read_to(&mut self, seq: i64, cnt: i64, own_above: i64) {
        if seq > self.read_seq {
            self.read_seq = seq;
            self.read_cnt = cnt;
            self.own_cnt = own_above;
            self.settings.marked_unread = false;
            self.deliver_to(seq);
        }
    }
}
