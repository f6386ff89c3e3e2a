use kamachat_domain::{
    accounts::{Assurance, Otp, Place, RecoveryCode, SecondFactor, SecondFactorError},
    ids::AccountId,
};

use crate::{
    Actor, Result,
    accounts::{Accounts, ClientInfo, email::Letter},
    store::Transaction,
};

impl Accounts {
    /// Switches two-step sign-in on: the app has shown a right code. Answers the recovery codes, which are
    /// told this once; every other session ends.
    pub async fn confirm_totp(
        &self,
        actor: &Actor,
        code: &str,
        client: &ClientInfo,
    ) -> Result<Vec<RecoveryCode>> {
        let tx = self.deps.store.begin().await?;
        let at = tx.now().await?;
        let found = tx.second_factors().find(actor.account_id).await?;
        let mut factor = found.ok_or(SecondFactorError::NotSetUp)?;
        if factor.is_on() {
            return Err(SecondFactorError::AlreadyOn.into());
        }
        factor.may_try(Place::Known, at)?;
        let from = factor.last_step;
        let Some(step) = self.step_of(&factor, Otp::parse(code), at)? else {
            factor.refuse(Place::Known, at);
            tx.second_factors().save(&factor, from).await?;
            tx.commit().await?;
            return Err(SecondFactorError::StepUpWrong.into());
        };
        factor.accept(step, Place::Known);
        factor.confirmed_at = Some(at);
        self.save(&*tx, &factor, from).await?;
        let codes = self.new_recovery_codes(&*tx, actor.account_id).await?;
        tx.sessions().raise(actor.session_id, Assurance::Two).await?;
        let ended = self.end_others(&*tx, actor, at).await?;
        let account = self.me_in(&*tx, actor).await?;
        let letter = Letter::SecondFactor { username: account.username.as_str(), on: true };
        self.tell(&*tx, &account, &letter, client).await?;
        tx.commit().await?;
        self.announce_ended(ended);
        Ok(codes)
    }

    /// Two calls with one code: the second one finds another step.
    pub(super) async fn save(&self, tx: &dyn Transaction, factor: &SecondFactor, from: i64) -> Result<()> {
        if tx.second_factors().save(factor, from).await? {
            Ok(())
        } else {
            Err(SecondFactorError::StepUpWrong.into())
        }
    }

    async fn new_recovery_codes(
        &self,
        tx: &dyn Transaction,
        account: AccountId,
    ) -> Result<Vec<RecoveryCode>> {
        let code = |_| {
            let mut bytes = [0; 10];
            bytes.copy_from_slice(&self.deps.ids.secret()[..10]);
            RecoveryCode::from_bytes(bytes)
        };
        let codes: Vec<RecoveryCode> = (0..RecoveryCode::COUNT).map(code).collect();
        let hashes: Vec<[u8; 32]> = codes.iter().map(|code| self.hash_of(account, code)).collect();
        tx.second_factors().put_recovery(account, &hashes).await?;
        Ok(codes)
    }
}
