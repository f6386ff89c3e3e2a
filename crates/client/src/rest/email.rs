use kamachat_protocol::accounts::{ChangeEmail, ForgotPassword, ResetPassword, VerifyEmail};

use crate::{Client, error::Result, http::Call};

impl Client {
    /// Uses the token of a mail to an address.
    ///
    /// # Errors
    /// `mail.link_invalid`, `account.email_taken`.
    pub async fn verify_email(&self, token: &str) -> Result<()> {
        let body = VerifyEmail { token: token.to_owned() };
        self.tell(Call::post("auth/email/verify").unsigned().body(&body)?).await?;
        Ok(())
    }

    /// Asks for another link to verify the own address.
    ///
    /// # Errors
    /// `mail.off`, `account.email_missing`, `account.email_verified`, `too_many_requests`.
    pub async fn send_verification(&self) -> Result<()> {
        self.tell(Call::post("me/email/verify")).await?;
        Ok(())
    }

    /// Asks for another address; it counts when the link in the mail to it is used.
    ///
    /// # Errors
    /// `mail.off`, `account.email_invalid`, `account.wrong_password`, `account.otp_required`.
    pub async fn change_email(&self, wanted: &ChangeEmail) -> Result<()> {
        self.tell(Call::post("me/email").body(wanted)?).await?;
        Ok(())
    }

    /// Asks for a link to choose another password; says nothing about whether anybody has this name.
    ///
    /// # Errors
    /// `mail.off`, `too_many_requests`.
    pub async fn forgot_password(&self, login: &str) -> Result<()> {
        let body = ForgotPassword { login: login.to_owned() };
        self.tell(Call::post("auth/password/forgot").unsigned().body(&body)?).await?;
        Ok(())
    }

    /// Chooses another password by the token of a mail; every session ends.
    ///
    /// # Errors
    /// `mail.link_invalid`, `account.password_*`.
    pub async fn reset_password(&self, token: &str, password: &str) -> Result<()> {
        let body = ResetPassword { token: token.to_owned(), password: password.to_owned() };
        self.tell(Call::post("auth/password/reset").unsigned().body(&body)?).await?;
        Ok(())
    }
}
