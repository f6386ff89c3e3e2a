//! Rows of accounts and sessions as domain values, and back.

use kamachat_application::{accounts::repository::SessionStanding, ports::PortError};
use kamachat_domain::accounts::{
    About, Account, AccountStatus, Assurance, Birthday, DeviceName, Email, Gender, Nickname, Phone, Role,
    SecondFactor, Session, Signature, StatusText, Tries, Username,
};
use sea_orm::{ActiveValue::Set, FromQueryResult};
use uuid::Uuid;

use super::entity::{identifier, second_factor, session, user};
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
    AccountStatus::Leaving = 3,
});

stored_numbers!(gender_number, gender, Gender {
    Gender::Unset = 0,
    Gender::Female = 1,
    Gender::Male = 2,
    Gender::Other = 3,
});

stored_numbers!(assurance_number, assurance, Assurance {
    Assurance::One = 1,
    Assurance::Two = 2,
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
    phone: Option<String>,
    signature: Option<String>,
    gender: i16,
    birthday: Option<String>,
    status_text: Option<String>,
    avatar_id: Option<Uuid>,
    role: i16,
    status: i16,
    erases_at: Option<i64>,
    created_at: i64,
    email: Option<String>,
    email_verified_at: Option<i64>,
}

impl TryFrom<AccountRow> for Account {
    type Error = PortError;

    fn try_from(row: AccountRow) -> Result<Self, PortError> {
        let email = row.email.as_deref().map(Email::parse).transpose();
        let phone = row
            .phone
            .as_deref()
            .map(|text| Phone::from_stored(text).ok_or(PortError::Corrupt("a phone number")));
        let signature = row.signature.as_deref().map(Signature::parse).transpose();
        let status_text = row.status_text.as_deref().map(StatusText::parse).transpose();
        let about = About {
            signature: signature.map_err(|_| PortError::Corrupt("a signature"))?,
            gender: gender(row.gender)?,
            birthday: row.birthday.as_deref().and_then(Birthday::from_stored),
            status_text: status_text.map_err(|_| PortError::Corrupt("a status text"))?,
        };
        Ok(Self {
            id: row.id.into(),
            username: Username::parse(&row.username).map_err(|_| PortError::Corrupt("a user name"))?,
            nickname: Nickname::parse(&row.display_name).map_err(|_| PortError::Corrupt("a nickname"))?,
            email: email.map_err(|_| PortError::Corrupt("an e-mail address"))?,
            email_verified: row.email_verified_at.is_some(),
            phone: phone.transpose()?,
            about,
            avatar: row.avatar_id.map(Into::into),
            role: role(row.role)?,
            status: status(row.status)?,
            erases_at: time_opt(row.erases_at)?,
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
        phone: Set(account.phone.as_ref().map(|phone| phone.as_str().to_owned())),
        signature: Set(signature_text(&account.about)),
        gender: Set(gender_number(account.about.gender)),
        birthday: Set(account.about.birthday.map(Birthday::to_text)),
        status_text: Set(status_text(&account.about)),
        avatar_id: Set(account.avatar.map(Into::into)),
        role: Set(role_number(account.role)),
        status: Set(status_number(account.status)),
        erases_at: Set(account.erases_at.map(millis)),
        last_useq: Set(0),
        created_at: Set(millis(account.created_at)),
        updated_at: Set(millis(account.created_at)),
        last_seen_at: Set(None),
    }
}

pub(super) fn signature_text(about: &About) -> Option<String> {
    about.signature.as_ref().map(|text| text.as_str().to_owned())
}

pub(super) fn status_text(about: &About) -> Option<String> {
    about.status_text.as_ref().map(|text| text.as_str().to_owned())
}

/// The claim of an account to its address. An account has one of each kind, so it can share the account's id.
/// The issuer of a claim is the account itself: others may claim the same. What is verified has no issuer.
pub(super) fn email_row(account: &Account, email: &Email) -> identifier::ActiveModel {
    identifier::ActiveModel {
        id: Set(account.id.into()),
        user_id: Set(account.id.into()),
        kind: Set(identifier::EMAIL),
        issuer: Set(account.id.to_string()),
        value_norm: Set(email.as_str().to_owned()),
        verified_at: Set(None),
    }
}

pub(super) fn session_row(session: &Session) -> session::ActiveModel {
    session::ActiveModel {
        id: Set(session.id.into()),
        user_id: Set(session.account_id.into()),
        aal: Set(assurance_number(session.assurance)),
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
        assurance: assurance(row.aal)?,
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

pub(super) fn second_factor_row(factor: &SecondFactor) -> second_factor::Model {
    second_factor::Model {
        user_id: factor.account_id.into(),
        sealed: factor.sealed.clone(),
        confirmed_at: factor.confirmed_at.map(millis),
        last_step: factor.last_step,
        known_failures: factor.known.failures.into(),
        known_blocked_until: factor.known.blocked_until.map(millis),
        elsewhere_failures: factor.elsewhere.failures.into(),
        elsewhere_blocked_until: factor.elsewhere.blocked_until.map(millis),
        created_at: millis(factor.created_at),
    }
}

pub(super) fn second_factor(row: second_factor::Model) -> Result<SecondFactor, PortError> {
    let tries = |failures: i64, blocked_until| {
        let failures = u32::try_from(failures).map_err(|_| PortError::Corrupt("a number of tries"))?;
        Ok(Tries { failures, blocked_until: time_opt(blocked_until)? })
    };
    Ok(SecondFactor {
        account_id: row.user_id.into(),
        sealed: row.sealed,
        confirmed_at: time_opt(row.confirmed_at)?,
        last_step: row.last_step,
        known: tries(row.known_failures, row.known_blocked_until)?,
        elsewhere: tries(row.elsewhere_failures, row.elsewhere_blocked_until)?,
        created_at: time(row.created_at)?,
    })
}
