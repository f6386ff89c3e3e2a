//! The second factor: set up, confirmed, asked for, switched off.

mod check;
mod confirm;
mod enrol;
pub mod repository;
mod switch_off;

pub(super) use check::Checked;
use kamachat_domain::{
    Timestamp,
    accounts::{RecoveryCode, SecondFactor},
    ids::{AccountId, SessionId},
};

use super::Accounts;
use crate::{Actor, Result, feed::Announcements, store::Transaction};

/// What is shown once to set an authenticator up. Never printed.
#[derive(Clone)]
pub struct Enrolment {
    /// Base 32, to type.
    pub secret: String,
    /// To show as a QR code.
    pub otpauth_url: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(***)")
    }
}

/// Whether two-step sign-in is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactorView {
    pub on: bool,
    /// Recovery codes that were not used yet.
    pub recovery_left: u64,
}

impl Accounts {
    /// Whether the actor's two-step sign-in is on.
    pub async fn second_factor(&self, actor: &Actor) -> Result<SecondFactorView> {
        let read = self.deps.store.read();
        let factor = read.second_factors().find(actor.account_id).await?;
        let on = factor.is_some_and(|factor| factor.is_on());
        let recovery_left = if on { read.second_factors().recovery_left(actor.account_id).await? } else { 0 };
        Ok(SecondFactorView { on, recovery_left })
    }

    /// The secret of a factor, opened.
    fn secret_of(&self, factor: &SecondFactor) -> Result<Vec<u8>> {
        let context = context("totp", factor.account_id);
        Ok(self.deps.sealer.open(&context, &factor.sealed)?)
    }

    fn hash_of(&self, account: AccountId, code: &RecoveryCode) -> [u8; 32] {
        self.deps.sealer.keyed_hash(&context("recovery-code", account), code.expose().as_bytes())
    }

    /// Ends all sessions of the actor but this one, within `tx`; it is to be announced once it is committed.
    async fn end_others(&self, tx: &dyn Transaction, actor: &Actor, at: Timestamp) -> Result<Ended> {
        let sessions = tx.sessions().revoke_all(actor.account_id, Some(actor.session_id), at).await?;
        let announcements = self.announce_session(tx, actor.account_id, actor.session_id, at).await?;
        Ok(Ended { sessions, announcements, at })
    }

    fn announce_ended(&self, ended: Ended) {
        self.publish_ended(ended.sessions, ended.at);
        ended.announcements.publish(&*self.deps.bus);
    }
}

/// Sessions that a change of the second factor ended.
struct Ended {
    sessions: Vec<SessionId>,
    announcements: Announcements,
    at: Timestamp,
}

/// Binds a sealed or hashed value to its account and use.
fn context(purpose: &str, account: AccountId) -> Vec<u8> {
    let mut context = purpose.as_bytes().to_vec();
    context.push(0);
    context.extend_from_slice(account.as_uuid().as_bytes());
    context
}
