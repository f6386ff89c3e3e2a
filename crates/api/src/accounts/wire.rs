//! Between the wire and the use cases of accounts.

use kamachat_application::{
    Error,
    accounts::{Policy, ProfileView, RegisterInput, SessionView},
};
use kamachat_domain::{Fault, accounts as domain};
use kamachat_protocol::accounts::{Account, AuthPolicy, Profile, Register, Session};
use kamachat_web_kit::Refusal;

pub(crate) fn registration(body: Register) -> RegisterInput {
    let Register { username, password, nickname, email, setup_code, invite_code } = body;
    RegisterInput { username, password, nickname, email, setup_code, invite_code }
}

pub(crate) fn policy(policy: Policy) -> AuthPolicy {
    AuthPolicy {
        registration: policy.registration.as_str().to_owned(),
        setup_code_required: policy.setup_code_required,
        password_min_length: policy.password_min_length,
    }
}

pub(crate) fn account(account: domain::Account) -> Account {
    Account {
        id: account.id,
        username: account.username.to_string(),
        nickname: account.nickname.to_string(),
        email: account.email.map(|email| email.as_str().to_owned()),
        avatar: None,
        role: account.role.as_str().to_owned(),
        created_at: account.created_at,
    }
}

pub(crate) fn profile(view: ProfileView) -> Profile {
    Profile { id: view.id, username: view.username, name: view.name, avatar: None }
}

pub(crate) fn session(view: SessionView) -> Session {
    let SessionView { session, current } = view;
    let device = session.device();
    Session {
        id: session.id,
        renamed: session.name.is_some(),
        name: session.name.as_ref().map_or_else(|| device.to_string(), |name| name.as_str().to_owned()),
        app: device.app,
        platform: device.platform.as_str().to_owned(),
        ip: session.ip,
        user_agent: session.user_agent,
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
        current,
    }
}

/// What is wrong with a password is wrong with the new one here.
pub(crate) fn new_password(error: Error) -> Refusal {
    let is_about_it = error.field() == Some("password");
    let refusal = Refusal::from(error);
    if is_about_it { refusal.renamed("password", "new_password") } else { refusal }
}
