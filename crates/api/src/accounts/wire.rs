//! Between the wire and the use cases of accounts.

use kamachat_application::{
    Error, accounts as application,
    accounts::{Enrolment, Policy, ProfileView, RegisterInput, SessionView},
};
use kamachat_domain::{Fault, accounts as domain};
use kamachat_protocol::accounts::{
    Account, AuthPolicy, Export, ExportState, Profile, ProfileChange, RecoveryCodes, Register, Session,
    Settings, SettingsChange, SmsPolicy, TotpEnrolment,
};
use kamachat_web_kit::Refusal;

pub(crate) fn registration(body: Register) -> RegisterInput {
    let Register { username, password, nickname, email, phone, code, setup_code, invite_code } = body;
    RegisterInput { username, password, nickname, email, phone, code, setup_code, invite_code }
}

pub(crate) fn policy(policy: Policy) -> AuthPolicy {
    AuthPolicy {
        registration: policy.registration.as_str().to_owned(),
        setup_code_required: policy.setup_code_required,
        password_min_length: policy.password_min_length,
        mail: policy.mail,
        sms: policy.codes.map(|codes| SmsPolicy { default_country: codes.default, countries: codes.allowed }),
    }
}

pub(crate) fn account(account: domain::Account) -> Account {
    Account {
        id: account.id,
        username: account.username.to_string(),
        nickname: account.nickname.to_string(),
        email: account.email.map(|email| email.as_str().to_owned()),
        email_verified: account.email_verified,
        avatar: account.avatar,
        phone: account.phone.map(|phone| phone.as_str().to_owned()),
        signature: account.about.signature.map(|text| text.as_str().to_owned()),
        gender: account.about.gender,
        birthday: account.about.birthday.map(domain::Birthday::to_text),
        status_text: account.about.status_text.map(|text| text.as_str().to_owned()),
        role: account.role.as_str().to_owned(),
        created_at: account.created_at,
    }
}

pub(crate) fn profile(view: ProfileView) -> Profile {
    Profile {
        id: view.id,
        username: view.username,
        name: view.name,
        avatar: view.avatar,
        deleted: view.deleted,
    }
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

pub(crate) fn profile_change(body: ProfileChange) -> application::ProfileChange {
    let ProfileChange { nickname, signature, gender, birthday, status_text } = body;
    application::ProfileChange { nickname, signature, gender, birthday, status_text }
}

pub(crate) fn settings(settings: domain::Settings) -> Settings {
    Settings {
        language: settings.language,
        theme: settings.theme,
        find_by_phone: settings.find_by_phone,
        find_by_email: settings.find_by_email,
        who_may_add: settings.who_may_add,
        last_seen: settings.last_seen,
        read_receipts: settings.read_receipts,
        presence: settings.presence,
    }
}

pub(crate) fn settings_change(body: SettingsChange) -> application::SettingsChange {
    application::SettingsChange {
        language: body.language,
        theme: body.theme,
        find_by_phone: body.find_by_phone,
        find_by_email: body.find_by_email,
        who_may_add: body.who_may_add,
        last_seen: body.last_seen,
        read_receipts: body.read_receipts,
        presence: body.presence,
    }
}

pub(crate) fn enrolment(enrolment: Enrolment) -> TotpEnrolment {
    TotpEnrolment { secret: enrolment.secret, otpauth_url: enrolment.otpauth_url }
}

pub(crate) fn recovery_codes(codes: &[domain::RecoveryCode]) -> RecoveryCodes {
    RecoveryCodes { recovery_codes: codes.iter().map(domain::RecoveryCode::to_groups).collect() }
}

pub(crate) fn export(export: Option<domain::Export>) -> Export {
    let state = match export.as_ref().map(|export| export.state) {
        None => ExportState::None,
        Some(domain::ExportState::Pending) => ExportState::Pending,
        Some(domain::ExportState::Ready) => ExportState::Ready,
        Some(domain::ExportState::Gone) => ExportState::Gone,
    };
    Export {
        state,
        requested_at: export.as_ref().map(|export| export.requested_at),
        ready_at: export.as_ref().and_then(|export| export.ready_at),
        size: export.as_ref().and_then(|export| export.bytes),
        expires_at: export.as_ref().and_then(|export| export.expires_at),
    }
}
