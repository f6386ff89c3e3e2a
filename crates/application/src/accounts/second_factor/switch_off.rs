use kamachat_domain::accounts::SecondFactorError;

use crate::{
    Actor, Result,
    accounts::{Accounts, ClientInfo, email::Letter},
};

impl Accounts {
    /// Switches two-step sign-in off: by password and a code, of the app or for recovery. Every other session
    /// ends.
    pub async fn switch_off_totp(
        &self,
        actor: &Actor,
        password: &str,
        otp: &str,
        client: &ClientInfo,
    ) -> Result<()> {
        if !self.second_factor(actor).await?.on {
            return Err(SecondFactorError::NotSetUp.into());
        }
        self.confirm_identity(actor, password, Some(otp)).await?;
        let tx = self.deps.store.begin().await?;
        let at = tx.now().await?;
        tx.second_factors().remove(actor.account_id).await?;
        let ended = self.end_others(&*tx, actor, at).await?;
        let account = self.me_in(&*tx, actor).await?;
        let letter = Letter::SecondFactor { username: account.username.as_str(), on: false };
        self.tell(&*tx, &account, &letter, client).await?;
        tx.commit().await?;
        self.announce_ended(ended);
        Ok(())
    }
}
