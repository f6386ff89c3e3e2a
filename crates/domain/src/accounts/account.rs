use super::{About, Email, Nickname, Phone, Username};
use crate::{Timestamp, ids::AccountId};

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
    pub role: Role,
    pub status: AccountStatus,
    pub created_at: Timestamp,
}

impl Account {
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
            role: if first { Role::Admin } else { Role::User },
            status: AccountStatus::Active,
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
        self.status = AccountStatus::Active;
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
