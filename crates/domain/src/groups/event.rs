use crate::{Timestamp, choice::choice, ids::AccountId};

choice!(
    /// What happened to a group. Each is a message in it.
    GroupEventKind {
        #[default]
        Created = "created",
        /// The actor came by himself.
        Joined = "joined",
        Added = "added",
        /// The actor went.
        Left = "left",
        Removed = "removed",
        Banned = "banned",
        /// The subject's role is now `value`.
        RoleChanged = "role_changed",
        /// The subject is the owner now.
        Transferred = "transferred",
        /// The name is now `value`.
        Renamed = "renamed",
        /// The notice is now `value`; without one it was taken away.
        NoticeChanged = "notice_changed",
        /// It has another picture: the version `value`.
        PictureChanged = "picture_changed",
        /// Its picture was taken away.
        PictureRemoved = "picture_removed",
        /// Who may come, see or do what.
        PolicyChanged = "policy_changed",
        /// The subject may not send until `until`.
        Silenced = "silenced",
        Unsilenced = "unsilenced",
        /// Nobody but admins may send until `until`.
        MutedAll = "muted_all",
        UnmutedAll = "unmuted_all",
        Dissolved = "dissolved",
    }
);

/// Something that happened to a group, told to its members.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupEvent {
    pub kind: GroupEventKind,
    pub actor: AccountId,
    /// Whom it happened to, the first [`GroupEvent::NAMED`] of them.
    pub subjects: Vec<AccountId>,
    /// To how many it happened.
    pub count: i64,
    pub value: Option<String>,
    pub until: Option<Timestamp>,
}

impl GroupEvent {
    /// Most people who are named in one event.
    pub const NAMED: usize = 50;

    /// Something about the group itself.
    #[must_use]
    pub fn new(kind: GroupEventKind, actor: AccountId) -> Self {
        Self { kind, actor, subjects: Vec::new(), count: 0, value: None, until: None }
    }

    /// Something that happened to people.
    #[must_use]
    pub fn to(kind: GroupEventKind, actor: AccountId, subjects: &[AccountId]) -> Self {
        let named = subjects.iter().take(Self::NAMED).copied().collect();
        let count = i64::try_from(subjects.len()).unwrap_or(i64::MAX);
        Self { subjects: named, count, ..Self::new(kind, actor) }
    }

    /// With the new name, text, role or version of the picture.
    #[must_use]
    pub fn value(self, value: Option<&str>) -> Self {
        Self { value: value.map(str::to_owned), ..self }
    }

    /// With the time of its end.
    #[must_use]
    pub fn until(self, until: Option<Timestamp>) -> Self {
        Self { until, ..self }
    }
}
