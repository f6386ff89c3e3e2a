use chrono::TimeDelta;

use super::{About, AccountError, Email, Nickname, Phone, Username};
use crate::{
    Timestamp,
    ids::{AccountId, AvatarId},
};

/// What an account may do beyond chatting. Administration has its own sign-in on its own port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Chats.
    User,
    /// Runs the server.
    Admin,
    /// Handles users, groups and reports.
    Operator,
    /// Reads the audit log.
    Auditor,
}

impl Role {
    /// The name on the wire and in the configuration.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Admin => "admin",
            Self::Operator => "operator",
            Self::Auditor => "auditor",
        }
    }
}

/// Whether an account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountStatus {
    /// In use.
    Active,
    /// Switched off by an administrator: no sign-in, no session.
    Disabled,
    /// Its owner asked for it to be erased: no session until he signs in again, which takes it back.
    Leaving,
    /// Erased; the row stays so that its messages keep a sender.
    Deleted,
}

/// A person's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub username: Username,
    pub nickname: Nickname,
    pub email: Option<Email>,
    /// Its owner has shown that the address is his. Until then it is a claim, which others may make too.
    pub email_verified: bool,
    /// Shown to be theirs by a code; no other account has it.
    pub phone: Option<Phone>,
    pub about: About,
    /// The version of the picture that is shown.
    pub avatar: Option<AvatarId>,
    pub role: Role,
    pub status: AccountStatus,
    /// When an account that is leaving is erased.
    pub erases_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

impl Account {
    /// How long its owner can take the wish to be erased back.
    pub const GRACE: TimeDelta = TimeDelta::days(7);
    /// The nickname of accounts that were erased; clients have words of their own for it.
    pub const ERASED_NAME: &str = "Deleted account";

    /// A new account; the first one of a server runs it.
    #[must_use]
    pub fn register(
        id: AccountId,
        username: Username,
        nickname: Option<Nickname>,
        email: Option<Email>,
        first: bool,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            nickname: nickname.unwrap_or_else(|| Self::plain_nickname(&username)),
            username,
            email,
            email_verified: false,
            phone: None,
            about: About::default(),
            avatar: None,
            role: if first { Role::Admin } else { Role::User },
            status: AccountStatus::Active,
            erases_at: None,
            created_at: at,
        }
    }

    /// The same, signing in with a number too.
    #[must_use]
    pub fn with_phone(self, phone: Option<Phone>) -> Self {
        Self { phone, ..self }
    }

    /// Makes its owner run the server; one that was switched off is in use again.
    pub fn promote(&mut self) {
        self.role = Role::Admin;
        self.restore();
    }

    /// Its owner wants it erased; tells when that happens. `last_admin`: nobody else runs the server.
    ///
    /// # Errors
    /// [`AccountError::LastAdmin`]; somebody has to.
    pub fn leave(&mut self, last_admin: bool, at: Timestamp) -> Result<Timestamp, AccountError> {
        if last_admin {
            return Err(AccountError::LastAdmin);
        }
        let erases_at = at + Self::GRACE;
        self.status = AccountStatus::Leaving;
        self.erases_at = Some(erases_at);
        Ok(erases_at)
    }

    /// Is in use again.
    pub fn restore(&mut self) {
        self.status = AccountStatus::Active;
        self.erases_at = None;
    }

    /// Only an id and that there was somebody remain. `username` is one that nobody would want.
    pub fn erase(&mut self, username: Username) {
        self.username = username;
        self.nickname =
            Nickname::parse(Self::ERASED_NAME).unwrap_or_else(|_| unreachable!("a name that fits"));
        self.email = None;
        self.email_verified = false;
        self.about = About::default();
        self.avatar = None;
        self.role = Role::User;
        self.status = AccountStatus::Deleted;
        self.erases_at = None;
    }

    /// Whether its owner may come back by signing in.
    #[must_use]
    pub fn may_return(&self) -> bool {
        matches!(self.status, AccountStatus::Active | AccountStatus::Leaving)
    }

    /// The address, when mail about the account may go there.
    #[must_use]
    pub fn verified_email(&self) -> Option<&Email> {
        self.email.as_ref().filter(|_| self.email_verified)
    }

    /// What somebody is called who chose nothing: the user name, which always fits the wider rules of a nickname.
    #[must_use]
    pub fn plain_nickname(username: &Username) -> Nickname {
        Nickname::parse(username.as_str()).unwrap_or_else(|_| unreachable!("a user name is a valid nickname"))
    }

    /// Whether its owner may sign in and use sessions.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status == AccountStatus::Active
    }
}
