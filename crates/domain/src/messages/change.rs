use std::mem::take;

use chrono::TimeDelta;

use super::{Body, Message, MessageError, Reactions, Refs, Text, may_send};
use crate::{
    Timestamp,
    conversations::{Conversation, ConversationKind, ConversationState, Membership},
    groups::{GroupAct, GroupError, GroupInfo},
    ids::AccountId,
};

/// What happened to a message after it was sent. Most have the default: nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// When the text was written that is shown now, if it is not the first one.
    pub edited_at: Option<Timestamp>,
    /// How often the text was edited.
    pub version: i64,
    /// Who took the message back: its sender, or an admin. Nothing else is left of it then.
    pub recalled_by: Option<AccountId>,
    pub pinned: bool,
    pub reactions: Reactions,
}

/// A text that a message had before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierText {
    /// 0 for the first one.
    pub version: i64,
    pub text: Text,
    /// When it was written.
    pub written_at: Timestamp,
}

/// How long a message may be changed by its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeWindows {
    /// Zero: never.
    pub edit: TimeDelta,
    /// Zero: never.
    pub recall: TimeDelta,
}

impl ChangeWindows {
    /// So many seconds.
    #[must_use]
    pub const fn seconds(edit: u32, recall: u32) -> Self {
        Self { edit: TimeDelta::seconds(edit as i64), recall: TimeDelta::seconds(recall as i64) }
    }
}

/// A message whose number is looked at within a transaction, and who looks at it.
#[derive(Clone, Copy, Debug)]
pub struct Act<'a> {
    pub head: &'a Conversation,
    pub member: &'a Membership,
    /// Of a group.
    pub group: Option<&'a GroupInfo>,
    pub now: Timestamp,
}

impl Act<'_> {
    /// # Errors
    /// [`MessageError::ConversationClosed`]: it can be read and nothing else.
    fn open(&self) -> Result<(), MessageError> {
        let active = self.head.state == ConversationState::Active;
        if active { Ok(()) } else { Err(MessageError::ConversationClosed) }
    }

    /// Whether the member may be heard at all: reacting is not sending, and who must be silent is.
    fn heard(&self) -> Result<(), MessageError> {
        self.open()?;
        if self.member.barred {
            return Err(MessageError::Refused);
        }
        let calm = Conversation { rules: Default::default(), ..self.head.clone() };
        may_send(&calm, self.member, self.now)
    }

    fn permits(&self, act: GroupAct) -> Result<(), Denied> {
        let permitted = self.group.is_none_or(|group| group.permits(self.member.role, act));
        if permitted { Ok(()) } else { Err(Denied::Group(GroupError::Forbidden)) }
    }
}

/// Why a change is refused: by a rule of messages or by a right of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    Message(MessageError),
    Group(GroupError),
}

impl From<MessageError> for Denied {
    fn from(error: MessageError) -> Self {
        Self::Message(error)
    }
}

impl Message {
    /// Edits of one message, at most.
    pub const MOST_EDITS: i64 = 100;
    /// Pinned messages of a conversation, at most.
    pub const MOST_PINS: usize = 50;

    /// Whether something is left that can be changed.
    ///
    /// # Errors
    /// [`MessageError::Unchangeable`] for what the server wrote and for what was taken back or erased.
    pub fn changeable(&self) -> Result<(), MessageError> {
        match self.body {
            Body::System(_) | Body::Deleted => Err(MessageError::Unchangeable),
            _ => Ok(()),
        }
    }

    /// Gives the message another text; answers the one before, or `None` when it has this text already.
    /// `version` is how many edits its sender knows of.
    ///
    /// # Errors
    /// Not the sender, no text, too late, another edit came first, too many; or he may not send now.
    pub fn edit(
        &mut self,
        act: Act<'_>,
        text: Text,
        version: i64,
        windows: ChangeWindows,
    ) -> Result<Option<EarlierText>, MessageError> {
        self.changeable()?;
        if self.sender_id != act.member.account_id {
            return Err(MessageError::NotSender);
        }
        let Body::Text(now_there) = &self.body else { return Err(MessageError::Unchangeable) };
        if *now_there == text {
            return Ok(None);
        }
        // Editing says something new: who may not send may not edit. The pause of slow mode was kept once.
        may_send(act.head, &Membership { last_sent_at: None, ..act.member.clone() }, act.now)?;
        if act.now - self.created_at > windows.edit || windows.edit.is_zero() {
            return Err(MessageError::EditExpired);
        }
        if version != self.changes.version {
            return Err(MessageError::EditConflict);
        }
        if version >= Self::MOST_EDITS {
            return Err(MessageError::EditLimit);
        }
        let written_at = self.changes.edited_at.unwrap_or(self.created_at);
        let earlier = EarlierText { version, text: now_there.clone(), written_at };
        self.body = Body::Text(text);
        self.changes.version += 1;
        self.changes.edited_at = Some(act.now);
        Ok(Some(earlier))
    }

    /// Takes the message back; `false` when that was done before. `sender` is the sender's membership.
    ///
    /// # Errors
    /// Too late for the sender; not his, and no right over him.
    pub fn recall(
        &mut self,
        act: Act<'_>,
        sender: Option<&Membership>,
        windows: ChangeWindows,
    ) -> Result<bool, Denied> {
        if self.changes.recalled_by.is_some() {
            return Ok(false);
        }
        self.changeable()?;
        act.open()?;
        if self.sender_id == act.member.account_id {
            if act.now - self.created_at > windows.recall || windows.recall.is_zero() {
                return Err(MessageError::RecallExpired.into());
            }
        } else {
            let Some(group) = act.group else { return Err(MessageError::NotSender.into()) };
            let role = sender.map(|sender| sender.role).unwrap_or_default();
            if !group.permits_on(act.member.role, GroupAct::Recall, role) {
                return Err(Denied::Group(GroupError::Forbidden));
            }
        }
        self.body = Body::Deleted;
        // A short text could be found by trying what has this hash. A retry is known by what was recalled.
        self.body_hash = [0; 32];
        // Whom it spoke to stays: a device that comes later has to count the same mention.
        self.refs = Refs { mentions: take(&mut self.refs.mentions), ..Refs::default() };
        let recalled_by = Some(act.member.account_id);
        self.changes = Changes { recalled_by, ..Changes::default() };
        Ok(true)
    }

    /// Whether somebody may react to it.
    ///
    /// # Errors
    /// Nothing is left of it, the conversation is closed, or he has to be silent.
    pub fn may_react(&self, act: Act<'_>) -> Result<(), MessageError> {
        self.changeable()?;
        act.heard()
    }

    /// Whether somebody may take a reaction back: also who has to be silent.
    ///
    /// # Errors
    /// Nothing is left of it, or the conversation is closed.
    pub fn may_unreact(&self, act: Act<'_>) -> Result<(), MessageError> {
        self.changeable()?;
        act.open()
    }

    /// Pins it or not; `false` when it is so already.
    ///
    /// # Errors
    /// Nothing is left of it, no right, or he has to be silent.
    pub fn pin(&mut self, act: Act<'_>, pinned: bool) -> Result<bool, Denied> {
        self.changeable()?;
        act.permits(GroupAct::Pin)?;
        act.heard()?;
        Ok(std::mem::replace(&mut self.changes.pinned, pinned) != pinned)
    }
}

impl Conversation {
    /// Counts a change to an old message: its number.
    pub fn change(&mut self) -> i64 {
        self.last_rev += 1;
        self.last_rev
    }

    /// Whether it is a group.
    #[must_use]
    pub fn is_group(&self) -> bool {
        self.kind == ConversationKind::Group
    }
}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
