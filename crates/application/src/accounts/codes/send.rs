use std::time::Duration;

use kamachat_domain::{
    Timestamp,
    accounts::{CodeChallenge, CodeError, CodePurpose, Phone, SmsCode, Window},
};

use super::{
    CodeRules,
    check::{Holder, code_hash, slot, target},
    jobs::{CodeText, SMS},
};
use crate::{
    Actor, Error, Result,
    accounts::{Accounts, ClientInfo},
    ports::{Budget, Subject, TooFast},
    store::Transaction,
};

/// How long what was sent is remembered, to count it.
const MEMORY: Duration = Duration::from_secs(24 * 3600);

/// What somebody asks a code for, unchecked.
#[derive(Clone, Default)]
pub struct CodeRequest {
    /// Not asked for by [`CodePurpose::Confirm`]: that code goes to the actor's own number.
    pub phone: Option<String>,
    pub purpose: CodePurpose,
    /// From an earlier sign-in on this device.
    pub device_token: Option<String>,
}

impl std::fmt::Debug for CodeRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CodeRequest").field("purpose", &self.purpose).finish_non_exhaustive()
    }
}

/// A code is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeSent {
    pub expires_in: Duration,
    /// When the next one may be asked for.
    pub retry_after: Duration,
}

impl Accounts {
    /// Sends a code; the one before it is good for nothing then. Whether an account has the number is not looked
    /// at: known and unknown ones get the same answer after the same work, and the same message.
    pub async fn send_code(
        &self,
        request: CodeRequest,
        actor: Option<&Actor>,
        client: &ClientInfo,
    ) -> Result<CodeSent> {
        let rules = self.code_rules()?;
        if request.purpose.is_for_members() && actor.is_none() {
            return Err(Error::Unauthenticated);
        }
        let phone = self.addressee(&request, actor).await?;
        if !phone.is_of(&rules.countries) {
            return Err(CodeError::CountryUnsupported.into());
        }
        self.deps.limits.take(Budget::SmsCode, &client.subject(), 1).await?;
        self.deps.limits.take(Budget::SmsCode, &Subject::network(client.ip), 1).await?;
        let holder = self.holder(&request, actor, &phone).await?;

        let code = SmsCode::from_secret(self.deps.ids.secret());
        let sealer = &*self.deps.sealer;
        let is_owner = holder == Holder::KnownDevice || request.purpose == CodePurpose::Confirm;
        let target = target(sealer, &phone, is_owner);
        let slot = slot(sealer, request.purpose, &phone, holder);
        let id = self.deps.ids.next().into();

        let tx = self.deps.store.begin().await?;
        tx.codes().lock_sending().await?;
        let at = tx.now().await?;
        check_budgets(&*tx, rules, &target, at).await?;
        let challenge = CodeChallenge::issue(id, slot, target, code_hash(sealer, &slot, id, &code), at);
        tx.codes().forget_before(at - MEMORY).await?;
        tx.codes().insert(&challenge).await?;
        let text = CodeText::new(&phone, &code, challenge.expires_at);
        self.deps.jobs.add(&*tx, SMS, &text).await?;
        tx.commit().await?;
        Ok(CodeSent { expires_in: CodeChallenge::LIFE, retry_after: rules.per_number[0].span })
    }

    async fn addressee(&self, request: &CodeRequest, actor: Option<&Actor>) -> Result<Phone> {
        match actor {
            Some(actor) if request.purpose == CodePurpose::Confirm => {
                Ok(self.me(actor).await?.phone.ok_or(CodeError::PhoneMissing)?)
            }
            _ => self.phone(request.phone.as_deref().unwrap_or_default()),
        }
    }

    async fn holder(&self, request: &CodeRequest, actor: Option<&Actor>, phone: &Phone) -> Result<Holder> {
        Ok(match (request.purpose, actor) {
            (CodePurpose::BindPhone | CodePurpose::Confirm, Some(actor)) => Holder::Account(actor.account_id),
            (CodePurpose::SignIn, _) => {
                let device = self.device_at(phone, request.device_token.as_deref()).await?;
                if device.is_some() { Holder::KnownDevice } else { Holder::Anyone }
            }
            _ => Holder::Anyone,
        })
    }

    /// The device of a token that was given out for the account of this number.
    pub(super) async fn device_at(&self, phone: &Phone, token: Option<&str>) -> Result<Option<[u8; 16]>> {
        let Some(token) = token else { return Ok(None) };
        let account = self.deps.store.read().phones().by_phone(phone).await?;
        // Nobody's token is verified too: a number without an account takes as long.
        let nobody = || uuid::Uuid::nil().into();
        let id = account.map_or_else(nobody, |account| account.id);
        Ok(self.deps.tokens.verify_device(token, id))
    }
}

/// What was sent is counted in the database: it survives restarts, and nodes share it. The caller holds the lock
/// of those who send.
async fn check_budgets(
    tx: &dyn Transaction,
    rules: &CodeRules,
    target: &[u8; 32],
    at: Timestamp,
) -> Result<()> {
    let mut longest = wait(tx, rules.in_all, None, at).await?;
    if longest.is_some() {
        tracing::error!(most = rules.in_all.most, "no more text messages today: the daily cap is reached");
    }
    for window in rules.per_number {
        longest = longest.max(wait(tx, window, Some(target), at).await?);
    }
    longest.map_or(Ok(()), |retry_after| Err(TooFast { retry_after }.into()))
}

async fn wait(
    tx: &dyn Transaction,
    window: Window,
    target: Option<&[u8; 32]>,
    at: Timestamp,
) -> Result<Option<Duration>> {
    let then = tx.codes().newest_but(window.most.saturating_sub(1), target).await?;
    Ok(window.wait(then, at))
}
