use super::{
    GroupAct, GroupError, GroupEvent, GroupEventKind as Kind, GroupName, HistoryPolicy, JoinPolicy, Notice,
    Who,
};
use crate::{
    Timestamp,
    conversations::{Conversation, ConversationState, Membership, Role},
    ids::{AccountId, AvatarId, ConversationId},
};

/// What a group is, besides its conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupInfo {
    /// The group's id is its conversation's.
    pub id: ConversationId,
    pub name: GroupName,
    pub notice: Option<Notice>,
    pub notice_at: Option<Timestamp>,
    pub notice_by: Option<AccountId>,
    pub owner_id: AccountId,
    pub join: JoinPolicy,
    pub history: HistoryPolicy,
    pub max_members: i64,
    pub member_count: i64,
    pub invite: Who,
    pub pin: Who,
    pub mention_all: Who,
    /// Whether people who are no members find it by its name.
    pub searchable: bool,
    /// The version of its own picture.
    pub avatar: Option<AvatarId>,
    /// The first members, of whose pictures the group's is made when it has none.
    pub faces: Vec<AccountId>,
    pub created_at: Timestamp,
}

/// A group with its head. Every change happens here; both rows are locked meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub head: Conversation,
    pub info: GroupInfo,
}

/// New settings; `None` leaves one as it is, `Some(None)` clears it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsChange {
    pub name: Option<GroupName>,
    pub notice: Option<Option<Notice>>,
    pub join: Option<JoinPolicy>,
    pub history: Option<HistoryPolicy>,
    pub post: Option<Who>,
    pub invite: Option<Who>,
    pub pin: Option<Who>,
    pub mention_all: Option<Who>,
    pub searchable: Option<bool>,
    pub max_members: Option<i64>,
    pub slow_mode_s: Option<i64>,
    pub muted_until: Option<Option<Timestamp>>,
}

impl SettingsChange {
    /// The rights that it needs.
    #[must_use]
    pub fn acts(&self) -> Vec<GroupAct> {
        let profile = self.name.is_some() || self.notice.is_some();
        let moderation = self.slow_mode_s.is_some() || self.muted_until.is_some();
        let policy = self.join.is_some()
            || self.history.is_some()
            || self.searchable.is_some()
            || self.max_members.is_some()
            || [self.post, self.invite, self.pin, self.mention_all].iter().any(Option::is_some);
        let acts = [
            (profile, GroupAct::EditProfile),
            (moderation, GroupAct::Moderate),
            (policy, GroupAct::EditPolicy),
        ];
        acts.into_iter().filter(|(wanted, _)| *wanted).map(|(_, act)| act).collect()
    }
}

impl Group {
    /// Members of any group, at most.
    pub const MOST_MEMBERS: i64 = 100_000;
    /// People who are added at once, at most.
    pub const MOST_AT_ONCE: usize = 200;
    /// Seconds of slow mode, at most.
    pub const SLOWEST: i64 = 3600;
    /// People whose pictures make the group's.
    pub const FACES: usize = 9;
    /// Days that somebody is silenced for, at most.
    pub const LONGEST_SILENCE: chrono::TimeDelta = chrono::TimeDelta::days(366);

    /// A new group with its owner in it.
    #[must_use]
    pub fn create(
        id: ConversationId,
        name: GroupName,
        owner: AccountId,
        max_members: i64,
        at: Timestamp,
    ) -> (Self, Membership) {
        let head = Conversation::group(id, at);
        let mut member = Membership::new(id, owner);
        member.enter(&head, 1, None, at);
        member.role = Role::Owner;
        let info = GroupInfo {
            id,
            name,
            notice: None,
            notice_at: None,
            notice_by: None,
            owner_id: owner,
            join: JoinPolicy::default(),
            history: HistoryPolicy::default(),
            max_members: max_members.clamp(2, Self::MOST_MEMBERS),
            member_count: 1,
            invite: Who::Everyone,
            pin: Who::Admins,
            mention_all: Who::Admins,
            searchable: false,
            avatar: None,
            faces: vec![owner],
            created_at: at,
        };
        (Self { head, info }, member)
    }

    /// Whether it may be changed.
    ///
    /// # Errors
    /// [`GroupError::Closed`].
    pub fn open(&self) -> Result<(), GroupError> {
        if self.head.state == ConversationState::Active { Ok(()) } else { Err(GroupError::Closed) }
    }

    /// Whether this member may do it to the group.
    ///
    /// # Errors
    /// [`GroupError::Closed`], [`GroupError::Forbidden`].
    pub fn allow(&self, actor: &Membership, act: GroupAct) -> Result<(), GroupError> {
        self.open()?;
        let may = actor.is_active() && self.info.permits(actor.role, act);
        if may { Ok(()) } else { Err(GroupError::Forbidden) }
    }

    /// Changes settings; `most` is the server's limit of members.
    ///
    /// # Errors
    /// As [`Self::allow`]; values out of bounds.
    pub fn change(
        &mut self,
        actor: &Membership,
        change: SettingsChange,
        most: i64,
        at: Timestamp,
    ) -> Result<Vec<GroupEvent>, GroupError> {
        self.open()?;
        for act in change.acts() {
            self.allow(actor, act)?;
        }
        if change.slow_mode_s.is_some_and(|s| !(0..=Self::SLOWEST).contains(&s)) {
            return Err(GroupError::SlowModeInvalid);
        }
        if change.max_members.is_some_and(|n| !(2..=most.min(Self::MOST_MEMBERS)).contains(&n)) {
            return Err(GroupError::MaxMembersInvalid);
        }
        let mut events = self.change_profile(actor.account_id, &change, at);
        events.extend(self.change_mute(actor.account_id, change.muted_until, at)?);
        if self.change_policy(&change) {
            events.push(GroupEvent::new(Kind::PolicyChanged, actor.account_id));
        }
        Ok(events)
    }

    fn change_profile(
        &mut self,
        actor: AccountId,
        change: &SettingsChange,
        at: Timestamp,
    ) -> Vec<GroupEvent> {
        let mut events = Vec::new();
        if let Some(name) = change.name.clone().filter(|name| *name != self.info.name) {
            events.push(GroupEvent::new(Kind::Renamed, actor).value(Some(name.as_str())));
            self.info.name = name;
        }
        if let Some(notice) = change.notice.clone().filter(|notice| *notice != self.info.notice) {
            let text = notice.as_ref().map(Notice::as_str);
            events.push(GroupEvent::new(Kind::NoticeChanged, actor).value(text));
            (self.info.notice_at, self.info.notice_by) = (Some(at), Some(actor));
            self.info.notice = notice;
        }
        events
    }

    /// Shows another picture, or none; `None` when nothing changed.
    ///
    /// # Errors
    /// As [`Self::allow`].
    pub fn show(
        &mut self,
        actor: &Membership,
        avatar: Option<AvatarId>,
    ) -> Result<Option<GroupEvent>, GroupError> {
        self.allow(actor, GroupAct::EditProfile)?;
        if self.info.avatar == avatar {
            return Ok(None);
        }
        self.info.avatar = avatar;
        let kind = if avatar.is_some() { Kind::PictureChanged } else { Kind::PictureRemoved };
        let version = avatar.map(|avatar| avatar.to_string());
        Ok(Some(GroupEvent::new(kind, actor.account_id).value(version.as_deref())))
    }

    fn change_mute(
        &mut self,
        actor: AccountId,
        until: Option<Option<Timestamp>>,
        at: Timestamp,
    ) -> Result<Option<GroupEvent>, GroupError> {
        let Some(until) = until else { return Ok(None) };
        let until = silence(until, at)?;
        let was = self.head.rules.muted_until.filter(|was| *was > at);
        if until == was {
            return Ok(None);
        }
        self.head.rules.muted_until = until;
        let kind = if until.is_some() { Kind::MutedAll } else { Kind::UnmutedAll };
        Ok(Some(GroupEvent::new(kind, actor).until(until)))
    }

    fn change_policy(&mut self, change: &SettingsChange) -> bool {
        let before = self.clone();
        let (info, rules) = (&mut self.info, &mut self.head.rules);
        info.join = change.join.unwrap_or(info.join);
        info.history = change.history.unwrap_or(info.history);
        info.invite = change.invite.unwrap_or(info.invite);
        info.pin = change.pin.unwrap_or(info.pin);
        info.mention_all = change.mention_all.unwrap_or(info.mention_all);
        info.searchable = change.searchable.unwrap_or(info.searchable);
        info.max_members = change.max_members.unwrap_or(info.max_members);
        rules.who = change.post.unwrap_or(rules.who);
        rules.slow_mode_s = change.slow_mode_s.unwrap_or(rules.slow_mode_s);
        *self != before
    }

    /// Ends the group: it can be read and nothing else.
    ///
    /// # Errors
    /// As [`Self::allow`].
    pub fn dissolve(&mut self, actor: &Membership) -> Result<GroupEvent, GroupError> {
        self.allow(actor, GroupAct::Dissolve)?;
        self.head.state = ConversationState::Dissolved;
        Ok(GroupEvent::new(Kind::Dissolved, actor.account_id))
    }
}

/// A time to be silent until: what is past ends a silence.
///
/// # Errors
/// [`GroupError::UntilInvalid`].
pub(super) fn silence(until: Option<Timestamp>, at: Timestamp) -> Result<Option<Timestamp>, GroupError> {
    let until = until.filter(|until| *until > at);
    match until {
        Some(until) if until > at + Group::LONGEST_SILENCE => Err(GroupError::UntilInvalid),
        until => Ok(until),
    }
}
