use async_trait::async_trait;
use kamachat_domain::{
    Limit, Timestamp,
    conversations::{MemberState, Membership, Role},
    groups::{Alias, GroupInfo, GroupInvite, GroupRequest},
    ids::{AccountId, AvatarId, ConversationId, GroupInviteId, GroupRequestId},
};

use crate::ports::PortError;

/// Where a list of members goes on: strictly after this one, by role from the highest, then by joining.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MemberCursor {
    pub role: Role,
    pub joined_at: Timestamp,
    pub account_id: AccountId,
}

/// Which people of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RosterFilter<'a> {
    pub state: MemberState,
    /// Part of the alias, the nickname or the user name, in lower case.
    pub words: Option<&'a str>,
}

/// Groups. Whoever writes holds the lock of the group's conversation.
#[async_trait]
pub trait GroupRepository: Send + Sync {
    async fn insert(&self, info: &GroupInfo) -> Result<(), PortError>;

    async fn info(&self, id: ConversationId) -> Result<Option<GroupInfo>, PortError>;

    /// Those of `ids` that are groups, in no order.
    async fn infos(&self, ids: &[ConversationId]) -> Result<Vec<GroupInfo>, PortError>;

    /// The group that shows this version of a picture.
    async fn by_avatar(&self, avatar: AvatarId) -> Result<Option<GroupInfo>, PortError>;

    async fn save(&self, info: &GroupInfo) -> Result<(), PortError>;

    /// Groups in use that want to be found and whose name has `words` in it (in the form of
    /// [`GroupName::fold`](kamachat_domain::groups::GroupName::fold)); the largest first.
    async fn search(&self, words: &str, limit: Limit) -> Result<Vec<GroupInfo>, PortError>;

    /// What these people are called in these groups, of those who are called something there, in no order. Of
    /// those who went, too.
    async fn aliases(
        &self,
        keys: &[(ConversationId, AccountId)],
    ) -> Result<Vec<(ConversationId, AccountId, Alias)>, PortError>;

    /// People of a group by role and time of joining.
    async fn roster(
        &self,
        id: ConversationId,
        filter: RosterFilter<'_>,
        after: Option<MemberCursor>,
        limit: Limit,
    ) -> Result<Vec<Membership>, PortError>;
}

/// How people come into groups: requests and invitations.
#[async_trait]
pub trait GroupEntryRepository: Send + Sync {
    /// [`PortError::Duplicate`] when the person has a pending request.
    async fn insert_request(&self, request: &GroupRequest) -> Result<(), PortError>;

    /// A request of this group, locked in a transaction.
    async fn request(
        &self,
        group: ConversationId,
        id: GroupRequestId,
    ) -> Result<Option<GroupRequest>, PortError>;

    /// The pending requests of these people for this group, locked in a transaction.
    async fn pending_of(
        &self,
        group: ConversationId,
        people: &[AccountId],
    ) -> Result<Vec<GroupRequest>, PortError>;

    /// The groups among `groups` that the person asked and that did not decide.
    async fn asked_among(
        &self,
        person: AccountId,
        groups: &[ConversationId],
    ) -> Result<Vec<ConversationId>, PortError>;

    /// Stores a decision.
    async fn save_request(&self, request: &GroupRequest) -> Result<(), PortError>;

    /// Pending requests, the oldest first, after a request.
    async fn requests(
        &self,
        group: ConversationId,
        after: Option<GroupRequestId>,
        limit: Limit,
    ) -> Result<Vec<GroupRequest>, PortError>;

    async fn insert_invite(&self, invite: &GroupInvite) -> Result<(), PortError>;

    async fn invite(&self, code_hash: &[u8; 32]) -> Result<Option<GroupInvite>, PortError>;

    /// Counts one more use of a code that is good at `at`; `false` when it is not. Uses at the same moment wait
    /// for each other.
    async fn use_invite(&self, code_hash: &[u8; 32], at: Timestamp) -> Result<bool, PortError>;

    /// Invitations that are good at `at`, newest first, below `before`; of one person or of all.
    async fn invites(
        &self,
        group: ConversationId,
        by: Option<AccountId>,
        at: Timestamp,
        before: Option<GroupInviteId>,
        limit: Limit,
    ) -> Result<Vec<GroupInvite>, PortError>;

    /// Ends an invitation; `by`: only if it is this person's. `false` when there is none.
    async fn revoke_invite(
        &self,
        group: ConversationId,
        id: GroupInviteId,
        by: Option<AccountId>,
        at: Timestamp,
    ) -> Result<bool, PortError>;

    /// Ends all invitations of a person.
    async fn revoke_invites_of(
        &self,
        group: ConversationId,
        by: AccountId,
        at: Timestamp,
    ) -> Result<(), PortError>;

    /// Ends all invitations of those who have less than this role.
    async fn revoke_invites_below(
        &self,
        group: ConversationId,
        role: Role,
        at: Timestamp,
    ) -> Result<(), PortError>;
}
