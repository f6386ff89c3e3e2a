use crate::{Fault, Kind};

/// Why something about a group is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupError {
    #[error("a group's name has 1 to {} characters", super::GroupName::MAX_CHARS)]
    NameInvalid,
    #[error("a notice has at most {} characters", super::Notice::MAX_CHARS)]
    NoticeInvalid,
    #[error("a name within a group has 1 to {} characters", super::Alias::MAX_CHARS)]
    AliasInvalid,
    #[error("a note has at most {} characters", super::RequestNote::MAX_CHARS)]
    NoteInvalid,
    #[error("slow mode is 0 to {} seconds", super::Group::SLOWEST)]
    SlowModeInvalid,
    #[error("a group has 2 to the server's limit of members")]
    MaxMembersInvalid,
    /// A silence ends within a year.
    #[error("this is no time to be silent until")]
    UntilInvalid,
    #[error("at most {} people at a time", super::Group::MOST_AT_ONCE)]
    TooManyAtOnce,
    #[error(
        "an invitation is for 1 to {} uses and 1 to {} hours",
        super::GroupInvite::MOST_USES,
        super::GroupInvite::MOST_HOURS
    )]
    InviteTermsInvalid,
    /// A member, and not allowed to do this or not to this person.
    #[error("this is not yours to decide")]
    Forbidden,
    /// Only one's contacts can be brought along.
    #[error("only contacts can be added")]
    NotContacts,
    #[error("people come into this group by invitation")]
    InvitationOnly,
    /// The person acted on is no member.
    #[error("no such member")]
    NoSuchMember,
    #[error("this person was banned from the group")]
    Banned,
    #[error("the group is full")]
    Full,
    #[error("the owner hands the group over or ends it first")]
    OwnerMustTransfer,
    #[error("this was decided already")]
    RequestDecided,
    #[error("the group was ended")]
    Closed,
}

impl Fault for GroupError {
    fn code(&self) -> &'static str {
        match self {
            Self::NameInvalid => "group.name_invalid",
            Self::NoticeInvalid => "group.notice_invalid",
            Self::AliasInvalid => "group.alias_invalid",
            Self::NoteInvalid => "group.note_invalid",
            Self::SlowModeInvalid => "group.slow_mode_invalid",
            Self::MaxMembersInvalid => "group.max_members_invalid",
            Self::UntilInvalid => "group.until_invalid",
            Self::TooManyAtOnce => "group.too_many_at_once",
            Self::InviteTermsInvalid => "group.invite_terms_invalid",
            Self::Forbidden => "group.forbidden",
            Self::NotContacts => "group.not_contacts",
            Self::InvitationOnly => "group.invitation_only",
            Self::NoSuchMember => "group.no_such_member",
            Self::Banned => "group.banned",
            Self::Full => "group.full",
            Self::OwnerMustTransfer => "group.owner_must_transfer",
            Self::RequestDecided => "group.request_decided",
            Self::Closed => "group.closed",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::NameInvalid
            | Self::NoticeInvalid
            | Self::AliasInvalid
            | Self::NoteInvalid
            | Self::SlowModeInvalid
            | Self::MaxMembersInvalid
            | Self::UntilInvalid
            | Self::TooManyAtOnce
            | Self::InviteTermsInvalid => Kind::Invalid,
            Self::Forbidden | Self::NotContacts | Self::InvitationOnly => Kind::Forbidden,
            Self::NoSuchMember => Kind::NotFound,
            Self::Banned | Self::Full | Self::OwnerMustTransfer | Self::RequestDecided | Self::Closed => {
                Kind::Conflict
            }
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NameInvalid => Some("name"),
            Self::NoticeInvalid => Some("notice"),
            Self::AliasInvalid => Some("alias"),
            Self::NoteInvalid => Some("note"),
            Self::SlowModeInvalid => Some("slow_mode_s"),
            Self::MaxMembersInvalid => Some("max_members"),
            _ => None,
        }
    }
}
