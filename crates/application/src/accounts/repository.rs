use async_trait::async_trait;
use kamachat_domain::{
    Limit, Timestamp,
    accounts::{
        Account, Assurance, DeviceName, Email, RegistrationInvite, Role, Session, UsedRefresh, Username,
    },
    ids::{AccountId, AvatarId, SessionId},
};

use crate::ports::{PasswordHash, PortError};

/// What decides whether a session may act, in one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionStanding {
    pub session: Session,
    pub account_active: bool,
    pub role: Role,
}

/// Accounts, their identifiers and password hashes.
#[async_trait]
pub trait AccountRepository: Send + Sync {
    /// Whether any account exists. In a transaction the answer stays true until its end (the caller holds the
    /// registration lock).
    async fn any(&self) -> Result<bool, PortError>;

    /// Makes concurrent first registrations wait for each other; in a transaction only.
    async fn lock_registration(&self) -> Result<(), PortError>;

    /// [`PortError::Duplicate`] when the user name is taken. The address is stored as a claim.
    async fn insert(&self, account: &Account, password: &PasswordHash) -> Result<(), PortError>;

    async fn find(&self, id: AccountId) -> Result<Option<Account>, PortError>;

    /// Those of `ids` that exist, in no order.
    async fn find_many(&self, ids: &[AccountId]) -> Result<Vec<Account>, PortError>;

    async fn by_username(&self, username: &Username) -> Result<Option<Account>, PortError>;

    /// Who has the address: the account that verified it, else the one that claimed it first.
    async fn by_email(&self, email: &Email) -> Result<Option<Account>, PortError>;

    /// Whose picture this is now.
    async fn by_avatar(&self, avatar: AvatarId) -> Result<Option<Account>, PortError>;

    /// Whether somebody else than `account` who may sign in runs the server.
    async fn other_admin(&self, account: AccountId) -> Result<bool, PortError>;

    /// Writes an erased account over its row, and forgets what it signed in with, its sessions, second factor,
    /// settings and events. [`PortError::Duplicate`] when its new user name is taken.
    async fn erase(&self, account: &Account, at: Timestamp) -> Result<(), PortError>;

    /// Stores role, status and when it is erased.
    async fn save_standing(&self, account: &Account, at: Timestamp) -> Result<(), PortError>;

    /// Stores a password hash, in place of the one that may be there.
    async fn set_password(&self, id: AccountId, hash: &PasswordHash, at: Timestamp) -> Result<(), PortError>;

    /// Stores the nickname, the picture and what the account tells about its owner.
    async fn save_profile(&self, account: &Account, at: Timestamp) -> Result<(), PortError>;

    async fn password(&self, id: AccountId) -> Result<Option<PasswordHash>, PortError>;

    /// Makes others who lock this account wait until the transaction ends: a sign-in and a new password, say.
    async fn lock(&self, id: AccountId) -> Result<(), PortError>;

    /// Stores another password hash where it still is `from`; `false` when it is not.
    async fn replace_password(
        &self,
        id: AccountId,
        from: &PasswordHash,
        to: &PasswordHash,
        at: Timestamp,
    ) -> Result<bool, PortError>;
}

/// Codes that let people register.
#[async_trait]
pub trait InviteRepository: Send + Sync {
    async fn insert(&self, invite: &RegistrationInvite) -> Result<(), PortError>;

    /// Counts one more use of a code that is good at `at`; `false` when it is unknown, expired or used up.
    /// Uses at the same moment wait for each other: no code is used more often than it may.
    async fn use_one(&self, code_hash: &[u8; 32], at: Timestamp) -> Result<bool, PortError>;

    async fn find(&self, code_hash: &[u8; 32]) -> Result<Option<RegistrationInvite>, PortError>;
}

/// Sessions and the refresh tokens that were used.
#[async_trait]
pub trait SessionRepository: Send + Sync {
    async fn insert(&self, session: &Session) -> Result<(), PortError>;

    async fn find(&self, id: SessionId) -> Result<Option<Session>, PortError>;

    /// The session and the state of its account.
    async fn standing(&self, id: SessionId) -> Result<Option<SessionStanding>, PortError>;

    async fn by_refresh(&self, hash: &[u8; 32]) -> Result<Option<Session>, PortError>;

    /// Stores a rotated session where its refresh hash still is `from`; `false` when another call was faster.
    async fn rotate(&self, session: &Session, from: &[u8; 32]) -> Result<bool, PortError>;

    /// Remembers a used refresh token until its session ends.
    async fn remember_used(&self, hash: &[u8; 32], used: &UsedRefresh) -> Result<(), PortError>;

    async fn used(&self, hash: &[u8; 32]) -> Result<Option<UsedRefresh>, PortError>;

    /// Ends a session; ending it again changes nothing.
    async fn revoke(&self, id: SessionId, at: Timestamp) -> Result<(), PortError>;

    /// The sessions of an account that are not over at `at`, newest first, below `before`.
    async fn live_of(
        &self,
        account: AccountId,
        at: Timestamp,
        before: Option<SessionId>,
        limit: Limit,
    ) -> Result<Vec<Session>, PortError>;

    /// Names the device of a session.
    async fn rename(&self, id: SessionId, name: &DeviceName) -> Result<(), PortError>;

    /// Notes that the device showed itself; time never goes back, and what is over stays as it was.
    async fn seen(&self, id: SessionId, at: Timestamp) -> Result<(), PortError>;

    /// Ends every session of an account but `keep`; answers those that were not ended before.
    async fn revoke_all(
        &self,
        account: AccountId,
        keep: Option<SessionId>,
        at: Timestamp,
    ) -> Result<Vec<SessionId>, PortError>;

    /// The owner of a session gave more proof.
    async fn raise(&self, id: SessionId, to: Assurance) -> Result<(), PortError>;

    /// Those of `ids` that are over at `at`: revoked, expired, or of an account that is not active.
    async fn ended_among(&self, ids: &[SessionId], at: Timestamp) -> Result<Vec<SessionId>, PortError>;
}
