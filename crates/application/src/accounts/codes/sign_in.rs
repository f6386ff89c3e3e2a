use kamachat_domain::accounts::{Account, CodeError, CodePurpose, Phone, Place};

use super::Holder;
use crate::{
    Result,
    accounts::{Accounts, ClientInfo, SignedIn, second_factor::Checked},
    ports::{Budget, Subject},
    store::Transaction,
};

/// What somebody types to sign in by a code, unchecked, and what his device brings along.
#[derive(Clone, Default)]
pub struct CodeSignInInput {
    pub phone: String,
    pub code: String,
    /// Where two-step sign-in is on: a code of the app, or a recovery code.
    pub otp: Option<String>,
    /// From an earlier sign-in on this device.
    pub device_token: Option<String>,
    /// Keeps an account that is leaving.
    pub restore: bool,
}

impl std::fmt::Debug for CodeSignInInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeSignInInput(***)")
    }
}

impl Accounts {
    /// Signs in with a number and the code that was sent to it. That no account has the number is told only to
    /// who has the code. A second proof that is missing or wrong leaves the code good, within its tries.
    pub async fn sign_in_by_code(&self, input: CodeSignInInput, client: &ClientInfo) -> Result<SignedIn> {
        let phone = self.phone(&input.phone)?;
        let device = self.device_at(&phone, input.device_token.as_deref()).await?;
        let from = device.map_or_else(|| client.subject(), Subject::Device);
        self.deps.limits.take(Budget::SignIn, &from, 1).await?;

        let tx = self.deps.store.begin().await?;
        // A client may have asked for the code before it knew of its token.
        let holders = [Holder::KnownDevice, Holder::Anyone];
        let holders = if device.is_some() { &holders[..] } else { &holders[1..] };
        let right = self.right_code(&*tx, CodePurpose::SignIn, &phone, holders, &input.code).await?;
        let Some(right) = right else {
            tx.commit().await?;
            return Err(CodeError::SignInWrong.into());
        };
        let Some(mut account) = owner(&*tx, &phone).await? else {
            self.use_up(&*tx, &right).await?;
            tx.commit().await?;
            return Err(CodeError::PhoneUnknown.into());
        };
        let place = if device.is_some() { Place::Known } else { Place::Elsewhere };
        let assurance = match self.check_otp(&*tx, account.id, input.otp.as_deref(), place).await? {
            Checked::Passed(assurance) => assurance,
            Checked::Refused(error) => {
                tx.commit().await?;
                return Err(error.into());
            }
        };
        if let Err(leaving) = self.come_back(&*tx, &mut account, input.restore).await {
            tx.commit().await?;
            return Err(leaving);
        }
        self.use_up(&*tx, &right).await?;
        let (session, refresh) = self.start_session_by(&*tx, &account, client, assurance).await?;
        let announcements = self.announce_session(&*tx, account.id, session.id, session.created_at).await?;
        tx.commit().await?;
        announcements.publish(&*self.deps.bus);
        let device = device.unwrap_or_else(|| self.new_device());
        Ok(self.signed_in(account, session.id, refresh).on_device(&*self.deps.tokens, device))
    }
}

/// The account with a number, locked: it may be disabled or get another number at this moment.
async fn owner(tx: &dyn Transaction, phone: &Phone) -> Result<Option<Account>> {
    let Some(account) = tx.phones().by_phone(phone).await? else { return Ok(None) };
    tx.accounts().lock(account.id).await?;
    let still = tx.phones().by_phone(phone).await?;
    Ok(still.filter(|still| still.id == account.id && still.may_return()))
}
