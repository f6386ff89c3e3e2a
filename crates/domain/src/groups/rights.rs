use super::{GroupInfo, JoinPolicy, Role};

/// What somebody may want to do in a group. Sending is decided by
/// [`SendRules`](crate::conversations::SendRules).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupAct {
    /// Bring contacts along, make invitations.
    Invite,
    Pin,
    MentionAll,
    /// Name, notice and picture.
    EditProfile,
    /// Slow mode, and silence for all.
    Moderate,
    /// Say yes or no to those who asked to come in; see them, the invitations and the banned.
    Admit,
    Silence,
    Remove,
    Ban,
    Unban,
    /// Take a message of somebody else back.
    Recall,
    /// Call another member something else in this group.
    SetAlias,
    /// How people come in, what they see and who may do what: what widens rights is the owner's.
    EditPolicy,
    ChangeRole,
    Transfer,
    Dissolve,
}

impl GroupAct {
    /// Every act, for tables.
    pub const ALL: [Self; 16] = [
        Self::Invite,
        Self::Pin,
        Self::MentionAll,
        Self::EditProfile,
        Self::Moderate,
        Self::Admit,
        Self::Silence,
        Self::Remove,
        Self::Ban,
        Self::Unban,
        Self::Recall,
        Self::SetAlias,
        Self::EditPolicy,
        Self::ChangeRole,
        Self::Transfer,
        Self::Dissolve,
    ];
}

/// Whether an actor may touch a target at all: only those strictly below. Nobody is below himself.
#[must_use]
pub fn outranks(actor: Role, target: Role) -> bool {
    actor > target
}

/// How somebody comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// At once.
    Direct,
    /// When an admin says yes.
    Asking,
    /// Not this way.
    Refused,
}

impl GroupInfo {
    /// The least role that may do it: the whole table of rights.
    #[must_use]
    pub fn least(&self, act: GroupAct) -> Role {
        match act {
            GroupAct::Invite => self.invite.least(),
            GroupAct::Pin => self.pin.least(),
            GroupAct::MentionAll => self.mention_all.least(),
            GroupAct::EditProfile
            | GroupAct::Moderate
            | GroupAct::Admit
            | GroupAct::Silence
            | GroupAct::Remove
            | GroupAct::Ban
            | GroupAct::Unban
            | GroupAct::Recall
            | GroupAct::SetAlias => Role::Admin,
            GroupAct::EditPolicy | GroupAct::ChangeRole | GroupAct::Transfer | GroupAct::Dissolve => {
                Role::Owner
            }
        }
    }

    /// Whether somebody with this role may do it to the group.
    #[must_use]
    pub fn permits(&self, actor: Role, act: GroupAct) -> bool {
        actor >= self.least(act)
    }

    /// Whether somebody may do it to somebody.
    #[must_use]
    pub fn permits_on(&self, actor: Role, act: GroupAct, target: Role) -> bool {
        self.permits(actor, act) && outranks(actor, target)
    }

    /// Whether somebody may give somebody a role: at most the one below his own.
    #[must_use]
    pub fn permits_grant(&self, actor: Role, target: Role, granted: Role) -> bool {
        self.permits_on(actor, GroupAct::ChangeRole, target) && outranks(actor, granted)
    }

    /// How somebody comes in by himself (`None`) or through a member with this role, who may invite.
    #[must_use]
    pub fn admission(&self, inviter: Option<Role>) -> Admission {
        match (self.join, inviter) {
            (JoinPolicy::Open, _) | (JoinPolicy::Invitation, Some(_)) => Admission::Direct,
            (JoinPolicy::Approval, Some(role)) if self.permits(role, GroupAct::Admit) => Admission::Direct,
            (JoinPolicy::Approval, _) => Admission::Asking,
            (JoinPolicy::Invitation, None) => Admission::Refused,
        }
    }
}
