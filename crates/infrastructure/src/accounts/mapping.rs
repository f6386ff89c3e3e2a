//! Rows of accounts and sessions as domain values, and back.

use kamachat_application::{accounts::repository::SessionStanding, ports::PortError};
use kamachat_domain::accounts::{
    Account, AccountStatus, DeviceName, Email, Nickname, Role, Session, Username,
};
use sea_orm::{ActiveValue::Set, FromQueryResult};
use uuid::Uuid;

use super::entity::{identifier, session, user};
use crate::db::values::{key32, millis, stored_numbers, time, time_opt};

stored_numbers!(role_number, role, Role {
    Role::User = 0,
    Role::Admin = 1,
    Role::Operator = 2,
    Role::Auditor = 3,
});

stored_numbers!(status_number, status, AccountStatus {
    AccountStatus::Active = 0,
    AccountStatus::Disabled = 1,
    AccountStatus::Deleted = 2,
});

/// Whether a stored status allows to sign in.
fn is_active(number: i16) -> bool {
    number == status_number(AccountStatus::Active)
}

/// An account with its address.
#[derive(Debug, FromQueryResult)]
pub(super) struct AccountRow {
    id: Uuid,
    username: String,
    display_name: String,
    role: i16,
    status: i16,
    created_at: i64,
    email: Option<String>,
}

impl TryFrom<AccountRow> for Account {
    type Error = PortError;

    fn try_from(row: AccountRow) -> Result<Self, PortError> {
        let email = row.email.as_deref().map(Email::parse).transpose();
        Ok(Self {
            id: row.id.into(),
            username: Username::parse(&row.username).map_err(|_| PortError::Corrupt("a user name"))?,
            nickname: Nickname::parse(&row.display_name).map_err(|_| PortError::Corrupt("a nickname"))?,
            email: email.map_err(|_| PortError::Corrupt("an e-mail address"))?,
            role: role(row.role)?,
            status: status(row.status)?,
            created_at: time(row.created_at)?,
        })
    }
}

pub(super) fn user_row(account: &Account) -> user::ActiveModel {
    user::ActiveModel {
        id: Set(account.id.into()),
        username: Set(account.username.as_str().to_owned()),
        username_key: Set(account.username.key()),
        display_name: Set(account.nickname.as_str().to_owned()),
        role: Set(role_number(account.role)),
        status: Set(status_number(account.status)),
        last_useq: Set(0),
        created_at: Set(millis(account.created_at)),
        updated_at: Set(millis(account.created_at)),
    }
}

/// The address of an account. An account has one of each kind, so it can share the account's id.
pub(super) fn email_row(account: &Account, email: &Email) -> identifier::ActiveModel {
    identifier::ActiveModel {
        id: Set(account.id.into()),
        user_id: Set(account.id.into()),
        kind: Set(identifier::EMAIL),
        issuer: Set(String::new()),
        value_norm: Set(email.as_str().to_owned()),
        verified_at: Set(None),
    }
}

pub(super) fn session_row(session: &Session) -> session::ActiveModel {
    session::ActiveModel {
        id: Set(session.id.into()),
        user_id: Set(session.account_id.into()),
        refresh_hash: Set(session.refresh_hash.to_vec()),
        ip: Set(session.ip.clone()),
        user_agent: Set(session.user_agent.clone()),
        name: Set(session.name.as_ref().map(|name| name.as_str().to_owned())),
        created_at: Set(millis(session.created_at)),
        last_seen_at: Set(Some(millis(session.last_seen_at))),
        rotated_at: Set(millis(session.rotated_at)),
        idle_expires_at: Set(millis(session.idle_expires_at)),
        expires_at: Set(millis(session.expires_at)),
        revoked_at: Set(session.revoked_at.map(millis)),
    }
}

pub(super) fn session(row: session::Model) -> Result<Session, PortError> {
    let name = row.name.as_deref().map(DeviceName::parse).transpose();
    Ok(Session {
        id: row.id.into(),
        account_id: row.user_id.into(),
        refresh_hash: key32(&row.refresh_hash)?,
        ip: row.ip,
        user_agent: row.user_agent,
        name: name.map_err(|_| PortError::Corrupt("the name of a device"))?,
        created_at: time(row.created_at)?,
        last_seen_at: time(row.last_seen_at.unwrap_or(row.rotated_at))?,
        rotated_at: time(row.rotated_at)?,
        idle_expires_at: time(row.idle_expires_at)?,
        expires_at: time(row.expires_at)?,
        revoked_at: time_opt(row.revoked_at)?,
    })
}

pub(super) fn standing(row: session::Model, account: &user::Model) -> Result<SessionStanding, PortError> {
    Ok(SessionStanding {
        session: session(row)?,
        account_active: is_active(account.status),
        role: role(account.role)?,
    })
}
