use kamachat_protocol::accounts::{Confirmation, Export, ExportLink, Leaving};
use reqwest::Method;

use crate::{Client, error::Result, http::Call};

fn confirmed(password: &str, otp: Option<&str>) -> Confirmation {
    Confirmation { password: password.to_owned(), otp: otp.map(ToOwned::to_owned) }
}

impl Client {
    /// How far the newest archive of the own data is.
    ///
    /// # Errors
    /// As any call.
    pub async fn export(&self) -> Result<Export> {
        self.ask(Call::get("me/export")).await
    }

    /// Asks for an archive of everything that the account may see.
    ///
    /// # Errors
    /// `account.wrong_password`, `account.otp_*`, `export.running`, `export.too_soon`.
    pub async fn ask_export(&self, password: &str, otp: Option<&str>) -> Result<Export> {
        self.ask(Call::post("me/export").body(&confirmed(password, otp))?).await
    }

    /// A link to the archive, good once.
    ///
    /// # Errors
    /// `account.wrong_password`, `account.otp_*`, `export.not_ready`.
    pub async fn export_link(&self, password: &str, otp: Option<&str>) -> Result<ExportLink> {
        self.ask(Call::post("me/export/link").body(&confirmed(password, otp))?).await
    }

    /// Marks the account to be erased and forgets the tokens: every session is over.
    ///
    /// # Errors
    /// `account.wrong_password`, `account.otp_*`, `account.last_admin`.
    pub async fn leave(&self, password: &str, otp: Option<&str>) -> Result<Leaving> {
        let leaving = self.ask(Call::new(Method::DELETE, "me").body(&confirmed(password, otp))?).await?;
        self.set_tokens(None);
        Ok(leaving)
    }
}
