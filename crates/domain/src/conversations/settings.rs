use super::{Conversation, Membership};
use crate::{Timestamp, choice::choice, messages::Text};

choice!(
    /// Of which messages a member wants to be told.
    Notify {
        #[default]
        All = "all",
        /// Those that mention the member.
        Mentions = "mentions",
        None = "none",
    }
);

/// What a member wrote and did not send. The last device that writes wins, by the server's time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub text: Text,
    /// Number of the message that it answers.
    pub reply_to: Option<i64>,
    pub updated_at: Timestamp,
}

impl Draft {
    /// What it says, whenever that was written.
    fn content(&self) -> (&Text, Option<i64>) {
        (&self.text, self.reply_to)
    }
}

/// How one member keeps a conversation. Nobody else sees it.
///
/// Who archives or hides a conversation stores how many messages counted by then, so that the next one brings it
/// back without a write for each member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberSettings {
    /// Stands above the others in the list.
    pub pinned: bool,
    pub notify: Notify,
    /// Archived until more than this many messages count.
    pub archived_cnt: Option<i64>,
    /// Out of the list until more than this many messages count.
    pub hidden_cnt: Option<i64>,
    /// To be seen as unread, whatever was read.
    pub marked_unread: bool,
    pub draft: Option<Draft>,
}

/// A change of [`MemberSettings`]; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberChange {
    pub pinned: Option<bool>,
    pub notify: Option<Notify>,
    pub archived: Option<bool>,
    pub hidden: Option<bool>,
    pub marked_unread: Option<bool>,
    /// `Some(None)` drops the draft.
    pub draft: Option<Option<Draft>>,
}

impl Membership {
    /// Whether the member put it aside. A conversation that is silent stays there; any other one comes back with
    /// the next message.
    #[must_use]
    pub fn is_archived(&self, head: &Conversation) -> bool {
        let silent = self.settings.notify == Notify::None;
        self.settings.archived_cnt.is_some_and(|cnt| silent || head.last_cnt <= cnt)
    }

    /// Whether the member took it out of the list and nothing came since.
    #[must_use]
    pub fn is_hidden(&self, head: &Conversation) -> bool {
        self.settings.hidden_cnt.is_some_and(|cnt| head.last_cnt <= cnt)
    }

    /// Changes how the member keeps the conversation; `head` may be a little older than the lock. Pinned and put
    /// aside exclude each other: the last wish wins. Whether anything is different now.
    pub fn arrange(&mut self, head: &Conversation, change: MemberChange) -> bool {
        let (archived, hidden) = (self.is_archived(head), self.is_hidden(head));
        let settings = &mut self.settings;
        let before = settings.clone();
        if let Some(pinned) = change.pinned {
            settings.pinned = pinned;
            if pinned {
                (settings.archived_cnt, settings.hidden_cnt) = (None, None);
            }
        }
        settings.notify = change.notify.unwrap_or(settings.notify);
        if let Some(wanted) = change.archived.filter(|wanted| *wanted != archived) {
            settings.archived_cnt = wanted.then_some(head.last_cnt);
            settings.pinned &= !wanted;
        }
        if let Some(wanted) = change.hidden.filter(|wanted| *wanted != hidden) {
            settings.hidden_cnt = wanted.then_some(head.last_cnt);
            settings.pinned &= !wanted;
        }
        settings.marked_unread = change.marked_unread.unwrap_or(settings.marked_unread);
        let there = settings.draft.as_ref().map(Draft::content);
        if let Some(draft) = change.draft.filter(|new| new.as_ref().map(Draft::content) != there) {
            settings.draft = draft;
        }
        *settings != before
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn chat() -> (Conversation, Membership) {
        let (a, b) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        let head = Conversation::direct(Uuid::from_u128(7).into(), a, b, Timestamp::UNIX_EPOCH);
        let member = Membership::new(head.id, a);
        (head, member)
    }

    fn say(head: &mut Conversation, countable: bool) {
        head.number(Uuid::from_u128(9).into(), countable, Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn a_message_brings_back_what_was_put_aside_and_an_event_does_not() {
        let (mut head, mut member) = chat();
        say(&mut head, true);
        let aside = MemberChange { archived: Some(true), hidden: Some(true), ..MemberChange::default() };
        assert!(member.arrange(&head, aside.clone()));
        assert!(!member.arrange(&head, aside), "nothing is new");
        say(&mut head, false);
        assert!(member.is_archived(&head) && member.is_hidden(&head));
        say(&mut head, true);
        assert!(!member.is_archived(&head) && !member.is_hidden(&head));
    }

    #[test]
    fn what_is_silent_stays_archived() {
        let (mut head, mut member) = chat();
        let quiet =
            MemberChange { archived: Some(true), notify: Some(Notify::None), ..MemberChange::default() };
        member.arrange(&head, quiet);
        say(&mut head, true);
        assert!(member.is_archived(&head));
        member.arrange(&head, MemberChange { notify: Some(Notify::All), ..MemberChange::default() });
        assert!(!member.is_archived(&head));
    }

    #[test]
    fn pinned_and_put_aside_exclude_each_other() {
        let (head, mut member) = chat();
        member.arrange(&head, MemberChange { pinned: Some(true), ..MemberChange::default() });
        member.arrange(&head, MemberChange { archived: Some(true), ..MemberChange::default() });
        assert!(!member.settings.pinned);
        member.arrange(&head, MemberChange { pinned: Some(true), ..MemberChange::default() });
        assert!(member.settings.pinned && !member.is_archived(&head));
    }

    #[test]
    fn saying_drops_the_draft_and_reading_the_mark() {
        let (mut head, mut member) = chat();
        say(&mut head, true);
        let draft = Draft {
            text: Text::parse("half a".into()).unwrap(),
            reply_to: Some(1),
            updated_at: head.created_at,
        };
        let change = MemberChange {
            draft: Some(Some(draft.clone())),
            marked_unread: Some(true),
            ..MemberChange::default()
        };
        member.arrange(&head, change);
        let kept = member.settings.draft.clone();
        let later = Draft { updated_at: Timestamp::MAX_UTC, ..draft };
        assert!(!member.arrange(&head, MemberChange { draft: Some(Some(later)), ..MemberChange::default() }));
        member.sent(true, head.created_at);
        assert_eq!(member.settings.draft, kept);
        member.said();
        assert_eq!(member.settings.draft, None);
        assert!(member.settings.marked_unread);
        member.read_to(1, 1, 0);
        assert!(!member.settings.marked_unread);
    }
}
