//! Between the wire and the use cases of accounts.

use kamachat_application::accounts::{Policy, ProfileView, RegisterInput};
use kamachat_domain::accounts as domain;
use kamachat_protocol::accounts::{Account, AuthPolicy, Profile, Register};

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
