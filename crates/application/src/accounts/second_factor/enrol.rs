use kamachat_domain::accounts::{SecondFactor, SecondFactorError};

use super::{Enrolment, context};
use crate::{Actor, Error, Result, accounts::Accounts};

/// Bytes of a secret: as many as SHA-1 has (RFC 4226, section 4).
const SECRET: usize = 20;

impl Accounts {
    /// Begins to set an authenticator up. It protects nothing before [`Accounts::confirm_totp`]; beginning
    /// again replaces what was begun.
    pub async fn enrol_totp(&self, actor: &Actor, password: &str) -> Result<Enrolment> {
        let account = self.me(actor).await?;
        if self.second_factor(actor).await?.on {
            return Err(SecondFactorError::AlreadyOn.into());
        }
        self.confirm_identity(actor, password, None).await?;
        let secret = &self.deps.ids.secret()[..SECRET];
        let sealed = self.deps.sealer.seal(&context("totp", account.id), secret)?;
        let (text, otpauth_url) = self.deps.totp.describe(secret, account.username.as_str())?;

        let tx = self.deps.store.begin().await?;
        // Another device may have been faster; a factor that is on is never replaced.
        if tx.second_factors().find(account.id).await?.is_some_and(|factor| factor.is_on()) {
            return Err(SecondFactorError::AlreadyOn.into());
        }
        let factor = SecondFactor::enrol(account.id, sealed, tx.now().await?);
        tx.second_factors().put(&factor).await.map_err(Error::from)?;
        tx.commit().await?;
        Ok(Enrolment { secret: text, otpauth_url })
    }
}
