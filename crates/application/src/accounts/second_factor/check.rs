use kamachat_domain::{
    Timestamp,
    accounts::{Assurance, Otp, Place, RecoveryCode, SecondFactor, SecondFactorError},
    ids::AccountId,
};

use crate::{Actor, Error, Result, accounts::Accounts, ports::Subject, store::Transaction};

/// What a second proof is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::accounts) enum Checked {
    /// None is asked for, or the right one was given.
    Passed(Assurance),
    /// The transaction is to be committed all the same: it counts the wrong codes.
    Refused(SecondFactorError),
}

impl Accounts {
    /// Makes sure that it is the owner who sits before a session, ahead of something that cannot be taken
    /// back: asks for the password, or in its place for a code to the number of an account without one, and, where two-step sign-in is on, for a code or a recovery code.
    pub async fn confirm_identity(&self, actor: &Actor, password: &str, otp: Option<&str>) -> Result<()> {
        let owner = Subject::Account(actor.account_id);
        self.deps.limits.try_password(&owner).await?;
        let read = self.deps.store.read();
        match read.accounts().password(actor.account_id).await? {
            Some(hash) if self.deps.passwords.verify(password, Some(&hash)).await?.is_right() => {}
            Some(_) => return Err(SecondFactorError::PasswordWrong.into()),
            None => self.confirm_by_code(actor, password).await?,
        }
        self.deps.limits.password_was_right(&owner).await;
        let session = read.sessions().find(actor.session_id).await?.ok_or(Error::Unauthenticated)?;
        let place = if session.assurance == Assurance::Two { Place::Known } else { Place::Elsewhere };
        let tx = self.deps.store.begin().await?;
        let checked = self.check_otp(&*tx, actor.account_id, otp, place).await?;
        tx.commit().await?;
        match checked {
            Checked::Passed(_) => Ok(()),
            Checked::Refused(error) => Err(error.signed_in().into()),
        }
    }

    /// Whether somebody who knows the password may go on. Uses the code up, within `tx`.
    pub(in crate::accounts) async fn check_otp(
        &self,
        tx: &dyn Transaction,
        account: AccountId,
        otp: Option<&str>,
        from: Place,
    ) -> Result<Checked> {
        let factor = tx.second_factors().find(account).await?;
        let Some(factor) = factor.filter(SecondFactor::is_on) else {
            return Ok(Checked::Passed(Assurance::One));
        };
        let Some(otp) = otp.filter(|text| !text.trim().is_empty()) else {
            return Ok(Checked::Refused(SecondFactorError::Required));
        };
        match Otp::parse(otp) {
            Some(Otp::Code(code)) => self.check_code(tx, factor, code, from).await,
            Some(Otp::Recovery(code)) => self.check_recovery(tx, account, &code).await,
            None => Ok(Checked::Refused(SecondFactorError::Wrong)),
        }
    }

    /// Codes can be guessed, so wrong ones are counted and make wait.
    async fn check_code(
        &self,
        tx: &dyn Transaction,
        mut factor: SecondFactor,
        code: u32,
        from: Place,
    ) -> Result<Checked> {
        let at = tx.now().await?;
        if let Err(error) = factor.may_try(from, at) {
            return Ok(Checked::Refused(error));
        }
        let last_step = factor.last_step;
        let step = self.step_of(&factor, Some(Otp::Code(code)), at)?;
        match step {
            Some(step) => factor.accept(step, from),
            None => factor.refuse(from, at),
        }
        let stored = tx.second_factors().save(&factor, last_step).await?;
        Ok(if step.is_some() && stored {
            Checked::Passed(Assurance::Two)
        } else {
            Checked::Refused(SecondFactorError::Wrong)
        })
    }

    /// Recovery codes cannot be guessed: they work however many codes strangers have tried.
    async fn check_recovery(
        &self,
        tx: &dyn Transaction,
        account: AccountId,
        code: &RecoveryCode,
    ) -> Result<Checked> {
        let hash = self.hash_of(account, code);
        let used = tx.second_factors().use_recovery(account, &hash, tx.now().await?).await?;
        Ok(if used { Checked::Passed(Assurance::Two) } else { Checked::Refused(SecondFactorError::Wrong) })
    }

    /// The step whose code this is, of those that would be accepted now.
    pub(super) fn step_of(
        &self,
        factor: &SecondFactor,
        otp: Option<Otp>,
        at: Timestamp,
    ) -> Result<Option<i64>> {
        let Some(Otp::Code(code)) = otp else { return Ok(None) };
        let secret = self.secret_of(factor)?;
        for step in factor.steps(at) {
            if self.deps.totp.code(&secret, step)? == code {
                return Ok(Some(step));
            }
        }
        Ok(None)
    }
}
